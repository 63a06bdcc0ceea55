"""What Meta answers about subscriptions. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.graph.scalars import link_of, text_of


def _names_of(value: Any) -> tuple[str, ...]:
    """Read names that come bare or as `{"name", "version"}`."""
    bare = (each.get("name") if isinstance(each, dict) else each for each in (value if isinstance(value, list) else ()))
    return tuple(filter(None, map(text_of, bare)))


class Subscription(BaseModel):
    """What the app hears of one topic, and where it is sent. Inactive ones are silent."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    topic: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias="object")
    callback_url: Annotated[str | None, BeforeValidator(link_of)] = None
    fields: Annotated[tuple[str, ...], BeforeValidator(_names_of)] = ()
    is_active: Annotated[bool, BeforeValidator(lambda value: value is True)] = Field(
        default=False, validation_alias="active"
    )


class Install(BaseModel):
    """An app that hears of a Page."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    app_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias="id")
    fields: Annotated[tuple[str, ...], BeforeValidator(_names_of)] = Field(
        default=(), validation_alias="subscribed_fields"
    )
