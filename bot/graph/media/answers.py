"""What Meta answers about posts. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field

from bot.graph.scalars import count_of, handle_of, id_of, link_of, moment_of, raw_of, text_of


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class BoostAd(_Row):
    """An active ad made of a post; `status` is Meta's word."""

    ad_id: Annotated[str, BeforeValidator(text_of)]
    status: Annotated[str, BeforeValidator(raw_of)] = Field(default="", validation_alias="ad_status")


def _rows_of(value: Any) -> Sequence[Any]:
    """Read the rows of an edge that came as a field: `{"data": [...]}`, or a bare list."""
    rows = value.get("data") if isinstance(value, dict) else value
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _ads_of(value: Any) -> tuple[BoostAd, ...] | None:
    return None if value is None else tuple(BoostAd.model_validate(row) for row in _rows_of(value))


class Part(_Row):
    """One picture or film of a carousel; it has an address of its own, and is no post."""

    id: Annotated[str, BeforeValidator(text_of)]
    permalink: Annotated[str | None, BeforeValidator(link_of)] = None


def _parts_of(value: Any) -> tuple[Part, ...]:
    return tuple(Part.model_validate(row) for row in _rows_of(value))


def _ids_of(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(id_of, _rows_of(value))))


def _flag_of(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


class Media(_Row):
    """One post of an Instagram account, or of a Page, which tells its text, its address and when it was posted.

    `kind` is Meta's `media_type` (IMAGE, VIDEO, CAROUSEL_ALBUM) and `place` its `media_product_type` (FEED,
    REELS, STORY, AD), both as they came. `picture_url` expires: show it, do not store it. `comments` are those
    of the post alone, not of ads made of it. What was not asked for, or is hidden, is None.
    """

    id: Annotated[str, BeforeValidator(text_of)]
    kind: Annotated[str, BeforeValidator(raw_of)] = Field(default="", validation_alias="media_type")
    place: Annotated[str, BeforeValidator(raw_of)] = Field(default="", validation_alias="media_product_type")
    caption: Annotated[str | None, BeforeValidator(text_of)] = Field(
        default=None, validation_alias=AliasChoices("caption", "message")
    )
    permalink: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("permalink", "permalink_url")
    )
    shortcode: Annotated[str | None, BeforeValidator(text_of)] = None
    posted_at: Annotated[datetime | None, BeforeValidator(moment_of)] = Field(
        default=None, validation_alias=AliasChoices("timestamp", "created_time", "posted_at")
    )
    username: Annotated[str | None, BeforeValidator(handle_of)] = None
    owner_id: Annotated[str | None, BeforeValidator(id_of)] = Field(
        default=None, validation_alias=AliasChoices("owner", "owner_id")
    )
    picture_url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("thumbnail_url", "media_url", "picture_url")
    )
    likes: Annotated[int | None, BeforeValidator(count_of)] = Field(default=None, validation_alias="like_count")
    comments: Annotated[int | None, BeforeValidator(count_of)] = Field(default=None, validation_alias="comments_count")
    children_ids: Annotated[tuple[str, ...], BeforeValidator(_ids_of)] = Field(default=(), validation_alias="children")
    parts: Annotated[tuple[Part, ...], BeforeValidator(_parts_of)] = Field(default=(), validation_alias="children")
    is_boostable: Annotated[bool | None, BeforeValidator(_flag_of)] = Field(
        default=None, validation_alias=AliasPath("boost_eligibility_info", "eligible_to_boost")
    )
    not_boostable_why: Annotated[str | None, BeforeValidator(text_of)] = Field(
        default=None, validation_alias=AliasPath("boost_eligibility_info", "boost_ineligible_reason")
    )
    ads: Annotated[tuple[BoostAd, ...] | None, BeforeValidator(_ads_of)] = Field(
        default=None, validation_alias="boost_ads_list"
    )
