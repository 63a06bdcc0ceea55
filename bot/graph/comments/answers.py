"""Comments, at Instagram and at Facebook alike. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.graph.scalars import count_of, id_of, link_of, mapping_of, moment_of, prose_of, text_of, without_nulls

_Id = Annotated[str | None, BeforeValidator(id_of)]
_Text = Annotated[str | None, BeforeValidator(text_of)]
_Flag = Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, row: Any) -> Any:
        return without_nulls(row)


class Comment(_Row):
    """One comment, in any of the spellings that Meta's references, samples and webhooks give it.

    Who wrote it may be missing: Meta tells it to some tokens only. At Instagram `author_id` is scoped to the
    person and the account, and is not their public id. `text` is empty for a sticker. Times are in UTC.
    """

    id: Annotated[str, BeforeValidator(id_of)]
    text: Annotated[str, BeforeValidator(prose_of)] = Field(
        default="", validation_alias=AliasChoices("text", "message")
    )
    written_at: Annotated[datetime | None, BeforeValidator(moment_of)] = Field(
        default=None, validation_alias=AliasChoices("timestamp", "created_time", "written_at")
    )
    author_id: _Id = Field(
        default=None, validation_alias=AliasChoices(AliasPath("from", "id"), "instagram_user", "user", "author_id")
    )
    author_name: _Text = Field(
        default=None,
        validation_alias=AliasChoices(
            "username", AliasPath("from", "username"), AliasPath("from", "name"), "author_name"
        ),
    )
    is_hidden: _Flag = Field(default=None, validation_alias=AliasChoices("hidden", "is_hidden"))
    likes: Annotated[int | None, BeforeValidator(count_of)] = Field(
        default=None, validation_alias=AliasChoices("like_count", "likes")
    )
    parent_id: _Id = Field(default=None, validation_alias=AliasChoices("parent_id", "parent"))
    media_id: _Id = Field(default=None, validation_alias=AliasChoices("media", "media_id"))
    replies: tuple[Comment, ...] = ()
    has_more_replies: bool = False
    """Whether `replies` holds only the first of them."""

    @model_validator(mode="before")
    @classmethod
    def _open_replies(cls, row: Any) -> Any:
        """Take the replies out of the page they come as."""
        if not isinstance(row, dict) or not isinstance(row.get("replies"), dict):
            return row
        page = row["replies"]
        paging = page.get("paging")
        is_cut = isinstance(paging, dict) and bool(paging.get("next"))
        return {**row, "replies": page.get("data") or (), "has_more_replies": is_cut}


class AdSurfaces(_Row):
    """Where people comment on one ad.

    `ad_media_id` carries the comments on the ad and only those, `source_media_id` is the post it was made of and
    carries that post's own. `story_id` is the Facebook post. What the ad does not have is None: a story, and an
    ad from a catalogue, has no media whose comments Meta tells. `sponsor_ig_id` is the second identity of a partnership ad:
    the advertiser, or the creator where the brand is named first (guide "Partnership Ads"). `links` are those it leads to,
    wherever its creative has them; None where no part has one.
    """

    creative_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("id", "creative_id"))
    ad_media_id: _Text = Field(
        default=None, validation_alias=AliasChoices("effective_instagram_media_id", "ad_media_id")
    )
    source_media_id: _Text = Field(
        default=None, validation_alias=AliasChoices("source_instagram_media_id", "source_media_id")
    )
    story_id: _Text = Field(default=None, validation_alias=AliasChoices("effective_object_story_id", "story_id"))
    permalink: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("instagram_permalink_url", "permalink")
    )
    sponsor_ig_id: _Id = Field(
        default=None,
        validation_alias=AliasChoices(AliasPath("instagram_branded_content", "sponsor_id"), "sponsor_ig_id"),
    )
    links: tuple[str, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_links(cls, row: Any) -> Any:
        """Gather the links of every part of the creative that may hold one."""
        if not isinstance(row, dict) or "links" in row:
            return row
        parts = {name: row.get(name) for name in ("link_url", "object_story_spec", "asset_feed_spec")}
        return {**row, "links": tuple(dict.fromkeys(_links_in(parts))) or None}


def _links_in(part: Any, *, name: str = "") -> Iterator[str]:
    """Walk what a creative holds, and give the addresses that people are led to."""
    match part:
        case str() if name in ("link", "link_url", "website_url"):
            yield part
        case dict():
            for key, value in part.items():
                yield from _links_in(value, name=str(key))
        case list():
            for value in part:
                yield from _links_in(value, name=name)


def read_surfaces(document: Any) -> AdSurfaces:
    """Read the creative inside an ad."""
    return AdSurfaces.model_validate(mapping_of(document).get("creative"))


def read_comment_id(document: Any) -> str:
    """Read `{"id": "<comment>"}`, the answer to a reply."""
    comment_id = text_of(mapping_of(document).get("id"))
    if comment_id is None:
        raise ValueError("no id of a comment")
    return comment_id
