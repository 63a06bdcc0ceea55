"""What a row of a list says, as it is stored: an e-mail address, in whatever column one was typed, is sealed as everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import SecretStr

from bot.bulk.columns import Field
from bot.bulk.table import Row
from bot.mail.masking import all_masked
from storage.batches import SEALED
from storage.secrets import SealBroken, Secrets

TRIED_KEPT_FOR = timedelta(hours=24)
"""How long a list can be confirmed."""
FAULTS_KEPT_FOR = timedelta(days=30)
"""How long the addresses in rows that asked nobody are kept, for the file in which they can be mended."""


def kept(row: Row, secrets: Secrets) -> dict[str, Any]:
    """Return what is stored of a row."""
    return _stored({field.value: text for field in Field if (text := getattr(row, field))}, secrets)


def opened(cells: Mapping[str, Any], secrets: Secrets) -> dict[str, str]:
    """Return the cells of a stored row by column; without those that no key opens any more."""
    plain = {name: text for name, text in cells.items() if name != SEALED}
    if SEALED not in cells:
        return plain
    try:
        private: dict[str, str] = json.loads(secrets.open(cells[SEALED]).get_secret_value())
    except SealBroken:
        return plain
    return plain | private


def mentions(cells: Mapping[str, Any], address: str, secrets: Secrets) -> bool:
    """Tell whether an address stands in a stored row, in whatever column."""
    return any(address.casefold() in text.casefold() for text in opened(cells, secrets).values())


def without_address(cells: Mapping[str, Any], secrets: Secrets) -> dict[str, Any]:
    """Return what stays of a stored row whose creator's address is forgotten; the message is the team's own."""
    told = opened(cells, secrets)
    stays = {name: text for name, text in told.items() if name != Field.EMAIL}
    return _stored({name: text if name == Field.MESSAGE else all_masked(text) for name, text in stays.items()}, secrets)


def _stored(told: Mapping[str, str], secrets: Secrets) -> dict[str, Any]:
    private = {name: text for name, text in told.items() if name == Field.EMAIL or all_masked(text) != text}
    plain: dict[str, Any] = {name: text for name, text in told.items() if name not in private}
    return plain | {SEALED: secrets.seal(SecretStr(json.dumps(private)))} if private else plain
