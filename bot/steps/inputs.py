"""What a workflow gives its step, read as strictly as a form; pure.

Workflow Builder fills inputs with whatever came out of the steps before, so every one may be anything.
https://docs.slack.dev/workflows/workflow-steps/workflow-steps-for-bolt-apps
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.creators.handles import read_handles
from bot.errors import WrongInput
from bot.words import say

LONGEST = 4_000
"""Characters of one input that are kept: anything longer is wrong in any case."""


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The inputs of the manifest, as text; empty where nothing was given."""

    asker: str
    """Who runs the workflow, by Slack's own word: an input that no builder can set."""
    handle: str
    campaign: str
    channel: str
    profile: str
    message: str
    waits: bool
    """It ends with the creator's answer; otherwise once Meta has the request."""

    def kept(self) -> dict[str, Any]:
        """Return what is stored of it."""
        return asdict(self)


def read_inputs(given: Mapping[str, Any]) -> Inputs:
    """Read the inputs of an event; nothing that came with them is kept beside."""
    return Inputs(
        asker=_asker(given.get("asker")),
        handle=_text(given.get("handle")),
        campaign=_text(given.get("campaign")),
        channel=_text(given.get("channel")),
        profile=_text(given.get("profile")),
        message=_text(given.get("message")),
        waits=given.get("wait_for_answer") in (True, "true"),
    )


def creator_of(inputs: Inputs) -> str:
    """Return the one creator that is meant; raises WrongInput."""
    reading = read_handles(inputs.handle)
    if reading.misread:
        first = reading.misread[0]
        raise WrongInput("handle", say("step.wrong.handle", typed=first.typed[:60], reason=first.why))
    if len(reading.handles) != 1:
        raise WrongInput("handle", say("step.wrong.handles", count=len(reading.handles)))
    return reading.handles[0]


def _asker(value: Any) -> str:
    """Read a `user_context`: an object with an id, https://docs.slack.dev/reference/types/user_context-type."""
    return _text(value.get("id") if isinstance(value, Mapping) else value)


def _text(value: Any) -> str:
    return value.strip()[:LONGEST] if isinstance(value, str) else ""
