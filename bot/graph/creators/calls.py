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


def discover(own_ig_id: str, *, username: str) -> Call:
    """Look up a professional account by its handle.

    Raises CreatorNotFound, without a call, for what cannot be a handle.
    """
    handle = plain_username(username)
    if not _USERNAME.fullmatch(handle):
        raise CreatorNotFound(
            say("graph.name.happened"),
            why=say("graph.name.why"),
            todo=say("graph.name.todo"),
        )
    fields = f"business_discovery.username({handle}){{{_DISCOVERED}}}"
    return Call("GET", f"/{segment(own_ig_id)}", {"fields": fields}, meter=Meter.PLATFORM, meanings=_NOBODY)
