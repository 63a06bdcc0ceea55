"""What Meta answers about the brand's own accounts. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from bot.graph.scalars import handle_of, text_of


class OwnAccount(BaseModel):
    """The brand's own Instagram account, as its node tells of it."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    ig_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("id", "ig_id"))
    username: Annotated[str, BeforeValidator(handle_of)]
