"""What comes in from Slack. Each folder is one feature, with the same names inside; `register` hangs them all up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.services import Services
from bot.words import speak
from handlers import (
    arrival,
    bulk,
    campaign,
    channels,
    command,
    comments,
    errors,
    find,
    home,
    invite,
    letters,
    manage,
    posts,
    profiles,
    report,
    request,
    settings,
    signing,
    step,
    tags,
    terms,
)
from handlers.background import Background


def register(app: AsyncApp, services: Services) -> None:
    """Register every listener. Listeners are plain functions; what they call comes to them by name."""
    background = Background()

    async def lend(context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        context["services"] = services
        context["background"] = background
        speak(await services.languages.of(context.team_id or ""))
        await next_()

    app.use(lend)
    app.error(errors.answer)
    for feature in (
        command,
        request,
        letters,
        signing,
        terms,
        bulk,
        manage,
        campaign,
        settings,
        profiles,
        report,
        find,
        invite,
        home,
        arrival,
        channels,
        step,
        tags,
        posts,
        comments,
    ):
        feature.register(app)
