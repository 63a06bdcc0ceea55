"""What the buttons and windows about comments remember."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel

from bot.comments.facts import CommentFacts
from bot.comments.listing import Narrowing
from handlers import blocks
from handlers.comments.ids import Action
from storage.ids import CampaignId, PersonId
from storage.wanted import CommentPlace


class Which(NamedTuple):
    """Which comment a button or a window is about."""

    asset_id: str
    comment_id: str

    @classmethod
    def of(cls, facts: CommentFacts) -> Which:
        """Name a comment."""
        return cls(facts.asset_id, facts.id)

    @classmethod
    def read(cls, text: str) -> Which:
        """Read it back; raises ValueError for what is none."""
        asset_id, comment_id = text.split(":")
        return cls(asset_id, comment_id)

    @property
    def written(self) -> str:
        """How it travels through Slack."""
        return ":".join(self)


class Standing(StrEnum):
    """Which comments a list keeps to."""

    ALL = "all"
    SHOWN = "shown"
    HIDDEN = "hidden"
    NOBODYS = "nobodys"
    """With a keyword, and nobody looks after them."""


IS_HIDDEN = {Standing.SHOWN: False, Standing.HIDDEN: True}


class Place(BaseModel):
    """Where a page begins; `storage.wanted.CommentPlace` as it travels through Slack."""

    written_at: datetime
    comment_id: str
    asset_id: str
    is_backward: bool = False

    @classmethod
    def of(cls, place: CommentPlace) -> Place:
        """Write a place down."""
        return cls(
            written_at=place.written_at,
            comment_id=place.comment_id,
            asset_id=place.asset_id,
            is_backward=place.is_backward,
        )

    @property
    def place(self) -> CommentPlace:
        """The place again."""
        return CommentPlace(**self.model_dump())


class ListMemory(BaseModel):
    """Which list it is, and what it was narrowed down to."""

    campaign_id: CampaignId
    ig_id: str | None = None
    media_id: str | None = None
    standing: Standing = Standing.ALL
    assigned_to: PersonId | None = None
    place: Place | None = None

    @property
    def narrowing(self) -> Narrowing:
        """What is asked for."""
        return Narrowing(
            ig_id=self.ig_id,
            media_id=self.media_id,
            is_hidden=IS_HIDDEN.get(self.standing),
            assigned_to=self.assigned_to,
            is_nobodys=self.standing is Standing.NOBODYS,
        )


class FormMemory(BaseModel):
    """Which comment a form is about, and the list that lies below it."""

    which: Which
    below: ListMemory | None = None


def list_button(text: str, *, memory: ListMemory) -> blocks.Block:
    """Return the button that opens a list, narrowed down as `memory` says."""
    return blocks.button(text, action_id=Action.LIST, value=memory.model_dump_json(exclude_defaults=True))
