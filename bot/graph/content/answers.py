"""A post that could become an ad, whichever edge tells of it. Pure; raises ValueError for another shape.

What has a list of values at Meta is kept as Meta wrote it; an unknown value is shown so.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.graph.content.wanted import Eligibility, Platform
from bot.graph.scalars import count_of, link_of, mapping_of, prose_of, raw_of, text_of

_Text = Annotated[str | None, BeforeValidator(text_of)]
_Raw = Annotated[str, BeforeValidator(raw_of)]
_Count = Annotated[int | None, BeforeValidator(count_of)]
_Flag = Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)]


def _date_of(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _code_of(value: Any) -> SecretStr | None:
    if isinstance(value, SecretStr):
        return value
    text = text_of(value)
    return SecretStr(text) if text else None


def _texts_of(value: Any) -> tuple[str, ...]:
    """Read a list of words or sentences; null is none of them."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError("not a list of texts")
    return tuple(raw_of(each) for each in value)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Identity(_Row):
    """Who published or is named: an Instagram account, a Page, or both linked. `picture_url` expires."""

    name: _Text = Field(default=None, validation_alias=AliasChoices("display_name", "name"))
    ig_id: _Text = Field(default=None, validation_alias=AliasChoices("ig_user_id", "ig_id"))
    page_id: _Text = Field(default=None, validation_alias=AliasChoices("fb_page_id", "page_id"))
    picture_url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("profile_picture_url", "picture_url")
    )


class Partnership(_Row):
    """What holds between one post and one brand that it names.

    The old edges tell `is_permitted` and `problems` (sentences of Meta's, not codes), the new one all the rest.
    What `permission_status` and `permission_type` can be is not documented.
    """

    partner: Identity | None = Field(default=None, validation_alias=AliasChoices("tagged_partner", "partner"))
    eligibility: _Raw = Field(default="", validation_alias=AliasChoices("ad_eligibility", "eligibility"))
    permission_status: _Raw = ""
    permission_type: _Raw = ""
    ad_code: Annotated[SecretStr | None, BeforeValidator(_code_of)] = None
    content_types: Annotated[tuple[str, ...], BeforeValidator(_texts_of)] = ()
    is_permitted: _Flag = None
    problems: Annotated[tuple[str, ...], BeforeValidator(_texts_of)] = ()

    @property
    def is_ready(self) -> bool | None:
        """Whether this brand could make an ad of the post now; None where Meta does not say."""
        if self.eligibility:
            return self.eligibility.upper() == Eligibility.AD_READY
        return None if self.is_permitted is None else self.is_permitted and not self.problems


class Insights(_Row):
    """What the post itself brought; a number that Meta does not tell is None, which is not zero."""

    likes: _Count = None
    comments: _Count = None
    views: _Count = None
    reach: _Count = None
    shares: _Count = None
    interactions: _Count = Field(default=None, validation_alias=AliasChoices("interaction", "interactions"))
    saves: _Count = None


class Content(_Row):
    """One post. Days are Meta's; its edges give no time of day."""

    id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("content_id", "id"))
    platform: _Raw = ""
    media_type: _Raw = ""
    post_type: _Raw = ""
    caption: Annotated[str, BeforeValidator(prose_of)] = ""
    permalink: Annotated[str | None, BeforeValidator(link_of)] = None
    created_on: Annotated[date | None, BeforeValidator(_date_of)] = Field(
        default=None, validation_alias=AliasChoices("creation_time", "created_on")
    )
    author: Identity | None = None
    is_recommended: _Flag = None
    ad_usage: _Raw = ""
    partnerships: Annotated[tuple[Partnership, ...], BeforeValidator(lambda rows: () if rows is None else rows)] = (
        Field(default=(), validation_alias=AliasChoices("partnership_info", "partnerships"))
    )
    insights: Insights | None = Field(default=None, validation_alias=AliasChoices("organic_insights", "insights"))

    def partnership_with(self, *, ig_id: str = "", page_id: str = "") -> Partnership | None:
        """Pick what holds with one brand, by either of its ids: there is an entry for each that the post names."""
        for each in self.partnerships:
            if each.partner is not None and (
                (ig_id and each.partner.ig_id == ig_id) or (page_id and each.partner.page_id == page_id)
            ):
                return each
        return None

    @property
    def story_id(self) -> str | None:
        """Return a Facebook post's id as ads want it, `<page>_<post>`; None for a post at Instagram."""
        if self.platform.upper() != Platform.FACEBOOK:
            return None
        page_id = self.author.page_id if self.author else None
        return self.id if "_" in self.id or page_id is None else f"{page_id}_{self.id}"


def read_media(row: Any, *, brand_ig_id: str, code: SecretStr | None = None) -> Content:
    """Read a row of the old Instagram edge, which tells of one brand only: whoever asks."""
    found = mapping_of(row)
    return _old(
        found,
        post_id=found.get("id"),
        platform=Platform.INSTAGRAM,
        author=Identity(ig_id=text_of(found.get("owner_id"))),
        partner=Identity(ig_id=brand_ig_id),
        code=code,
    )


def read_post(row: Any, *, page_id: str, code: SecretStr | None = None) -> Content:
    """Read a row of the old Facebook edge."""
    found = mapping_of(row)
    return _old(
        found,
        post_id=found.get("post_id"),
        platform=Platform.FACEBOOK,
        author=Identity(page_id=text_of(found.get("owner_page_id"))),
        partner=Identity(page_id=page_id),
        code=code,
    )


def read_posts(document: Any, *, page_id: str, code: SecretStr | None = None) -> tuple[Content, ...]:
    """Read a page of the old Facebook edge, which is a bare array."""
    if not isinstance(document, list):
        raise ValueError("not a list of posts")
    return tuple(read_post(row, page_id=page_id, code=code) for row in document)


def _old(
    found: dict[str, Any],
    *,
    post_id: Any,
    platform: Platform,
    author: Identity,
    partner: Identity,
    code: SecretStr | None,
) -> Content:
    partnership = Partnership.model_validate(
        {
            "partner": partner,
            "is_permitted": found.get("has_permission_for_partnership_ad"),
            "problems": found.get("eligibility_errors"),
            "ad_code": code,
        }
    )
    return Content.model_validate(
        {
            "id": post_id,
            "platform": platform,
            "permalink": found.get("permalink"),
            "author": author,
            "partnerships": (partnership,),
        }
    )
