"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Buttons; those of a request are `handlers.manage.ids`."""

    ASK = "home_ask"
