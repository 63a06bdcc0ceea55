"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    LIST = "profiles_list"
    DETAIL = "profiles_detail"


class Action(StrEnum):
    """Buttons."""

    SHOW = "profiles_show"
    """Opens the list, from a message or the Home tab."""
    FRESH = "profiles_fresh"
    """Draws the window anew, with a fresh link."""
    CONNECT = "profiles_connect"
    """A link, which is told to us as well."""
    INSPECT = "profiles_inspect"
    REQUESTS = "profiles_requests"
    DISCONNECT = "profiles_disconnect"
