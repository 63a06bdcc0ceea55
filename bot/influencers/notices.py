"""Which notices there are about creators' connections; how they are told is in `bot.influencers.telling`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a notice to a campaign's channel is about."""

    JOINED = "creator_joined"
    DECLINED = "creator_declined"
    ASKED = "creator_asked"
    ENDED = "creator_ended"
    CODE = "creator_code"
    """On their own page the creator made an ad code, or took one back."""
