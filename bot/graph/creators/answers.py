"""A creator as a look-up shows them. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from bot.graph.scalars import count_of, handle_of, link_of, mapping_of, moment_of, prose_of, raw_of, text_of


class DiscoveredCreator(BaseModel):
    """What Business Discovery tells of a professional account.

    `name` and `picture_url` are not marked public by Meta and may be absent. `picture_url` is a CDN address
    that expires: show it, do not store it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    ig_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("id", "ig_id"))
    username: Annotated[str, BeforeValidator(handle_of)]
    name: Annotated[str | None, BeforeValidator(text_of)] = None
    followers: Annotated[int | None, BeforeValidator(count_of)] = Field(
        default=None, validation_alias=AliasChoices("followers_count", "followers")
    )
    picture_url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("profile_picture_url", "picture_url")
    )


class PublicPost(BaseModel):
    """A post of a professional account, as everybody may see it. `picture_url` expires: show it, do not store it."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: Annotated[str, BeforeValidator(text_of)]
    permalink: Annotated[str | None, BeforeValidator(link_of)] = None
    caption: Annotated[str, BeforeValidator(prose_of)] = ""
    posted_at: Annotated[datetime | None, BeforeValidator(moment_of)] = Field(
        default=None, validation_alias=AliasChoices("timestamp", "posted_at")
    )
    kind: Annotated[str, BeforeValidator(raw_of)] = Field(
        default="", validation_alias=AliasChoices("media_type", "kind")
    )
    picture_url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("thumbnail_url", "media_url", "picture_url")
    )


def read_posts(document: Any) -> tuple[PublicPost, ...]:
    """Read the posts inside a Business Discovery answer; an account that shows none has none."""
    media = mapping_of(mapping_of(document).get("business_discovery")).get("media")
    rows = mapping_of(media).get("data") if media is not None else ()
    return tuple(PublicPost.model_validate(row) for row in rows or ())


def read_discovery(document: Any) -> DiscoveredCreator:
    """Read the account inside a Business Discovery answer."""
    return DiscoveredCreator.model_validate(mapping_of(document).get("business_discovery"))
