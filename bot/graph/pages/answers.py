"""What Meta answers about permissions between Pages. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from bot.graph.scalars import moment_of, raw_of, text_of, whole_of

# Why there are two numbers for an approved one is not explained.
WORDS = {
    "1": "PENDING_APPROVAL",
    "2": "APPROVED",
    "3": "REJECTED",
    "4": "REVOKED",
    "5": "SELF_REMOVED",
    "6": "CANCELED",
    "7": "APPROVED",
}
"""Meta's numbers and the words it has for them."""


def numbers_for(words: Iterable[str]) -> tuple[str, ...]:
    """Return every number that stands for one of these words of Meta's; an unknown word has none."""
    wanted = set(words)
    return tuple(number for number, word in WORDS.items() if word in wanted)


class PagePermission(BaseModel):
    """One permission between our Page and another.

    `status` is Meta's own value, as it came: mostly a number. `direction` says who asked: `sent` if our Page did.
    Times are in UTC; in which form Meta gives them is not documented, and one that cannot be read is left out.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: Annotated[str, BeforeValidator(text_of)]
    partner_page_id: Annotated[str, BeforeValidator(text_of)]
    status: Annotated[str, BeforeValidator(raw_of)] = ""
    direction: Annotated[str, BeforeValidator(raw_of)] = Field(
        default="", validation_alias=AliasChoices("permission_direction", "direction")
    )
    created_at: Annotated[datetime | None, BeforeValidator(moment_of)] = None

    @property
    def word(self) -> str:
        """Return Meta's word for the status; a number that has none is shown as it came."""
        return WORDS.get(self.status, self.status)


class PartnerResult(BaseModel):
    """What came of one action. Meta answers 200 also where an action failed, so each has to be looked at.

    `permission_status` is a number as in the list, `status` the word that tells whether the action was done.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    partner_page_id: Annotated[str, BeforeValidator(text_of)]
    status: Literal["success", "failure"]
    permission_id: Annotated[str | None, BeforeValidator(text_of)] = Field(
        default=None, validation_alias=AliasChoices("alp_permission_id", "permission_id")
    )
    permission_status: Annotated[str, BeforeValidator(raw_of)] = Field(
        default="", validation_alias=AliasChoices("alp_permission_status", "permission_status")
    )
    error_code: Annotated[int | None, BeforeValidator(whole_of)] = None
    error_message: Annotated[str, BeforeValidator(lambda value: text_of(value) or "")] = ""

    @property
    def is_done(self) -> bool:
        """Whether the action was carried out."""
        return self.status == "success"

    @property
    def word(self) -> str:
        """Return Meta's word for where the permission stands now."""
        return WORDS.get(self.permission_status, self.permission_status)

    @property
    def had_nothing_to_end(self) -> bool:
        """Whether Meta understood the action and found no permission that it is about."""
        return self.error_code == 404


def read_list(document: Any) -> tuple[PagePermission, ...]:
    """Read a page of the list, which is a bare array."""
    if not isinstance(document, list):
        raise ValueError("not a list of permissions")
    return tuple(PagePermission.model_validate(row) for row in document)


def read_results(document: Any, *, partners: Iterable[str]) -> tuple[PartnerResult, ...]:
    """Read what came of each action, in the order in which they were asked for; ValueError if one is missing."""
    if not isinstance(document, list):
        raise ValueError("not a list of results")
    results = {result.partner_page_id: result for result in map(PartnerResult.model_validate, document)}
    if missing := [partner for partner in partners if partner not in results]:
        raise ValueError(f"no result for {len(missing)} of the actions")
    return tuple(results[partner] for partner in partners)
