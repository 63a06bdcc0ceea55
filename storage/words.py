"""How a choice among a few words is kept: as its text, and read back as the enum it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import Dialect, String, TypeDecorator

Choice = TypeVar("Choice", bound=StrEnum)


class Word(TypeDecorator[Choice], Generic[Choice]):
    """One word of `kind`. Without it a column of text would come back as plain text, which is equal to the word and not it."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[Choice]) -> None:
        super().__init__(16)
        self.kind = kind

    def process_bind_param(self, value: Choice | None, dialect: Dialect) -> Any:
        """Write the text."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> Choice | None:
        """Read the word; raises ValueError for one that this version does not know."""
        return None if value is None else self.kind(value)
