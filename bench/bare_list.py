"""The floor of listing: httpx and `json.loads`, from page to page, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Any

import httpx

PAGE_SIZE = 100
_VARIABLE = "BENCH_LIST"


@dataclass(frozen=True, kw_only=True)
class ListAt:
    """Where a list of permissions is, and with what it is read."""

    url: str
    version: str = "v26.0"
    ig_id: str
    token: str
    app_secret: str

    @property
    def edge(self) -> str:
        """Return the address of the list."""
        return f"{self.url}/{self.version}/{self.ig_id}/branded_content_ad_permissions"

    def to_environment(self) -> dict[str, str]:
        """Return an environment that tells a process of it."""
        return {**os.environ, _VARIABLE: json.dumps(asdict(self))}

    @classmethod
    def from_environment(cls) -> ListAt:
        """Read what `to_environment` wrote."""
        return cls(**json.loads(os.environ[_VARIABLE]))


@dataclass(frozen=True)
class BarePage:
    """One page: the cursor that led to it, as it came, and decoded."""

    cursor: str
    content: bytes
    document: dict[str, Any]


async def bare_pages(http: httpx.AsyncClient, at: ListAt) -> AsyncIterator[BarePage]:
    """Read a list to its end."""
    proof = hmac.new(at.app_secret.encode(), at.token.encode(), hashlib.sha256).hexdigest()
    params = {"limit": str(PAGE_SIZE), "appsecret_proof": proof}
    headers, cursor, is_more = {"Authorization": f"Bearer {at.token}"}, "", True
    while is_more:
        page = {**params, "after": cursor} if cursor else params
        answer = await http.get(at.edge, params=page, headers=headers)
        answer.raise_for_status()
        document = json.loads(answer.content)
        yield BarePage(cursor, answer.content, document)
        paging = document["paging"]
        cursor, is_more = paging["cursors"]["after"], "next" in paging
