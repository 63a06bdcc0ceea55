"""What Meta leaves open about posts, comments, advertisable content and Pages, as switches."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ContentRules(BaseModel):
    """The switches of the families beside account-level permissions; each starts at the strictest form."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    promote_answer: Literal["text", "list", "edge"] = "text"
    """How `branded_content_partner_promote` lists brands: the guide's `approved` as one text or a list, or an edge."""

    ad_codes: Literal["letters", "digits"] = "letters"
    """What an ad code is made of; one guide calls it numerical, none says."""

    ad_comments: Literal["creator", "brand", "both"] = "creator"
    """Whose token reads and moderates comments under a partnership ad of a creator's post."""

    ad_comment_fields: Literal["reference", "sample"] = "reference"
    """Which fields comments under an ad can be asked for: the reference's, or those of the guide's one sample, which
    asks for `message` and is answered with `text`."""

    content_values: Literal["guide", "practice"] = "guide"
    """How searches of content write platforms, kinds of media and of posts: the guide's capitals, or as a public
    client found it: small, with `reels` and `stories`."""

    range_end: Literal["exclusive", "inclusive"] = "exclusive"
    """Whether the row numbered END still belongs to `range: post=START-END`."""

    old_content_until: date = date(2026, 12, 1)
    """The day on which the two old edges of advertisable content are gone."""

    page_remove: Literal["revoke-permission", "remove-permission", "both"] = "revoke-permission"
    """Which spelling of the action ends a Page's permission: every example has one, the list of actions the other."""

    page_approved: Literal[2, 7] = 2
    """Which of its two numbers an approved permission of a Page has."""

    page_errors: Literal["flat", "graph"] = "flat"
    """The body of an error of api.facebook.com as a whole: like the errors of its items, or as Graph's."""

    page_version_header: bool = True
    """Whether api.facebook.com wants X-API-Version, which every example sends."""

    page_most_actions: int = Field(default=1_000, ge=1)
    """How many actions one POST of a Page's permissions may carry."""
