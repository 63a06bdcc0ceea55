"""What is asked about creators (guide "Business Discovery")."""

from __future__ import annotations

import re

from bot.graph.call import Call, Meter, segment
from bot.graph.codes import Rule
from bot.graph.errors import CreatorNotFound
from bot.graph.scalars import plain_username
from bot.words import say

# The characters Instagram allows; anything else would also change the meaning of a `fields` expression.
_USERNAME = re.compile(r"[a-z0-9._]{1,30}")
# Public code meets 110 for a handle that nobody has; other code counts on 24, which elsewhere is any object.
_NOBODY = {24: Rule(CreatorNotFound), 110: Rule(CreatorNotFound)}
_DISCOVERED = "id,username,name,followers_count,profile_picture_url"
MOST_POSTS = 50
_POSTS = f"media.limit({MOST_POSTS}){{id,permalink,caption,timestamp,media_type,media_url,thumbnail_url}}"


def discover(own_ig_id: str, *, username: str) -> Call:
    """Look up a professional account by its handle. Raises CreatorNotFound, without a call, for what cannot be one."""
    return _ask(own_ig_id, username=username, about=_DISCOVERED)


def list_posts(own_ig_id: str, *, username: str) -> Call:
    """Read the newest public posts of a professional account. Raises CreatorNotFound as `discover` does."""
    return _ask(own_ig_id, username=username, about=f"id,username,{_POSTS}")


def _ask(own_ig_id: str, *, username: str, about: str) -> Call:
    handle = plain_username(username)
    if not _USERNAME.fullmatch(handle):
        raise CreatorNotFound(
            say("graph.name.happened"),
            why=say("graph.name.why"),
            todo=say("graph.name.todo"),
        )
    fields = f"business_discovery.username({handle}){{{about}}}"
    return Call("GET", f"/{segment(own_ig_id)}", {"fields": fields}, meter=Meter.PLATFORM, meanings=_NOBODY)
