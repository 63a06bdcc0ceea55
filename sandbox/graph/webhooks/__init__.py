"""What Meta sends by itself: subscriptions, signed deliveries with their retries, and the callbacks of the login."""

from __future__ import annotations

from functools import partial

from sandbox.graph.rules import Rules
from sandbox.graph.webhooks.callbacks import Callbacks
from sandbox.graph.webhooks.deliveries import Deliveries
from sandbox.graph.webhooks.news import News
from sandbox.graph.world import World


def listen(world: World, *, rules: Rules, deliveries: Deliveries, callbacks: Callbacks) -> None:
    """Let the deliveries and the callbacks hear of what changes in the world, and forget it on reset."""
    news = News(world=world, rules=rules, deliveries=deliveries)
    world.hearing.comment.append(news.tell_comment)
    world.hearing.scopes.append(news.tell_scopes)
    world.hearing.removal.append(partial(callbacks.tell, "deauthorize"))
    world.hearing.deletion.append(partial(callbacks.tell, "deletion"))
    world.hearing.reset.extend((deliveries.clear, callbacks.clear))
