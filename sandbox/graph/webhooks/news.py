"""What becomes of a change in the world: which update it is, and whether anybody subscribed to it.

Meta sends nothing about partnership permissions: there is no such webhook.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.graph.comments.model import AnyComment, Comment, PageComment
from sandbox.graph.comments.store import Verb
from sandbox.graph.model import Creator, Profile
from sandbox.graph.people import Person
from sandbox.graph.posts.model import AdMedia, Kind
from sandbox.graph.rules import Rules
from sandbox.graph.webhooks.deliveries import Deliveries, Update
from sandbox.graph.world import World


class News:
    """Hears of changes and hands what was subscribed to over to the deliveries."""

    def __init__(self, *, world: World, rules: Rules, deliveries: Deliveries) -> None:
        self._world = world
        self._rules = rules
        self._deliveries = deliveries

    def tell_comment(self, comment: AnyComment, verb: Verb) -> None:
        """Tell of a comment: at Instagram only of new ones, at Facebook of every change."""
        if isinstance(comment, PageComment):
            page = comment.on.owner
            installed = self._world.app.installs.get(page.id)
            if installed is not None and "feed" in installed.fields:
                self._tell("page", page.id, "feed", _feed(comment, verb))
        elif verb == "add":
            for account in self._hearers(comment):
                self._tell("instagram", account.ig_id, "comments", self._comment(comment, account))

    def tell_scopes(self, person: Person, scopes: Iterable[str], is_granted: bool) -> None:
        """Tell what a person gave the app or took back (the topic Permissions)."""
        for scope in sorted(scopes):
            self._tell("permissions", person.id, scope, {"verb": "granted" if is_granted else "revoked"})

    def _hearers(self, comment: Comment) -> list[Creator | Profile]:
        """List the accounts that hear of a comment: on an ad, those whose token may read it."""
        on = comment.on
        accounts: tuple[Creator | Profile, ...]
        if isinstance(on, AdMedia):
            accounts = {"creator": on.owners[:1], "brand": (on.brand,), "both": on.owners}[self._rules.ad_comments]
        else:
            accounts = (on.owner,)
        return [account for account in accounts if self._is_heard(account)]

    def _is_heard(self, account: Creator | Profile) -> bool:
        """Say whether the app is on the Page of an account: to one field of it is to all of Instagram's."""
        return any(page.instagram == account.ig_id for page in self._world.pages if page.id in self._world.app.installs)

    def _tell(self, kind: str, node_id: str, field: str, value: dict[str, Any]) -> None:
        subscription = self._world.app.subscriptions.get(kind)
        if subscription is not None and field in subscription.fields:
            update = Update(kind, node_id, self._world.clock.now(), field, value)
            self._deliveries.send(subscription.callback_url, update)

    def _comment(self, comment: Comment, account: Creator | Profile) -> dict[str, Any]:
        """Write a comment as one of Meta's pages shows it: they call its id differently."""
        media: dict[str, Any] = {"id": comment.on.id}
        if isinstance(comment.on, AdMedia):
            media |= {"media_product_type": "AD", "original_media_id": comment.on.source.id}
            if comment.on.ad is not None:
                title = f"{comment.on.brand.name} with @{comment.on.source.owner.username}"
                media |= {"ad_id": comment.on.ad.id, "ad_title": title}
        else:
            media["media_product_type"] = "REELS" if comment.on.kind is Kind.REEL else "FEED"
        author = {"id": comment.author_id, "username": comment.author}
        if comment.by_owner:
            author["self_ig_scoped_id"] = account.ig_id
        name = "id" if self._rules.comment_payload == "reference" else "comment_id"
        value = {"from": author, "media": media, name: comment.id, "text": comment.text}
        return value | {"parent_id": comment.parent.id} if comment.parent else value


def _feed(comment: PageComment, verb: Verb) -> dict[str, Any]:
    """Write a change of a comment as the Page's feed tells it; a top-level comment's parent is the post."""
    return {
        "item": "comment",
        "verb": verb,
        "comment_id": comment.id,
        "post_id": comment.on.id,
        "parent_id": comment.parent.id if comment.parent else comment.on.id,
        "from": {"id": comment.author_id, "name": comment.author},
        "created_time": int(comment.at),
        "message": comment.text,
    }
