"""What Meta answers about a Page's allowlist. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from bot.graph.scalars import mapping_of, text_of, whole_of


class AllowedCreator(BaseModel):
    """One Page on the allowlist. `is_ineligible` marks an old Page that may not make branded content at all."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    page_id: Annotated[str, BeforeValidator(text_of)] = Field(
        validation_alias=AliasChoices("creator_page_id", "page_id")
    )
    name: Annotated[str | None, BeforeValidator(text_of)] = Field(
        default=None, validation_alias=AliasChoices("creator_page_name", "name")
    )
    is_ineligible: Annotated[bool, BeforeValidator(lambda value: value is True)] = Field(
        default=False, validation_alias=AliasChoices("creator_ineligible_for_bc", "is_ineligible")
    )


class AllowResult(BaseModel):
    """What came of putting one Page on the allowlist, or taking it off; `status_code` is 200 or 404."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    page_id: Annotated[str, BeforeValidator(text_of)] = Field(
        validation_alias=AliasChoices("creator_page_id", "page_id")
    )
    status_code: Annotated[int, BeforeValidator(whole_of)]
    error_message: Annotated[str, BeforeValidator(lambda value: text_of(value) or "")] = ""

    @property
    def is_done(self) -> bool:
        """Whether it was carried out."""
        return self.status_code // 100 == 2


def read_status(document: Any) -> bool:
    """Read `{"allowlist_status": "ENABLED"}`; a third word is no answer."""
    status = text_of(mapping_of(document).get("allowlist_status"))
    if status not in ("ENABLED", "DISABLED"):
        raise ValueError("not said whether the allowlist is on")
    return status == "ENABLED"


def read_creators(document: Any) -> tuple[AllowedCreator, ...]:
    """Read the Pages on the list, which is a bare array."""
    if not isinstance(document, list):
        raise ValueError("not a list of Pages")
    return tuple(AllowedCreator.model_validate(row) for row in document)


def read_results(document: Any, *, pages: Iterable[str]) -> tuple[AllowResult, ...]:
    """Read what came of each Page, in the order in which they were given; ValueError if one is missing."""
    if not isinstance(document, list):
        raise ValueError("not a list of results")
    results = {result.page_id: result for result in map(AllowResult.model_validate, document)}
    if missing := [page for page in pages if page not in results]:
        raise ValueError(f"no result for {len(missing)} of the Pages")
    return tuple(results[page] for page in pages)
