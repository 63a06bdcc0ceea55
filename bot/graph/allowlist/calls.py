"""What is asked about a Page's allowlist (guide "Manage Branded Content Permissions")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.graph.call import Call, segment
from bot.graph.pages_host import array, call_pages_host


def read_status(page_id: str) -> Call:
    """Ask whether only Pages on the allowlist may tag this one."""
    return call_pages_host("GET", _edge(page_id, "brand-allowlist-status"), {})


def switch(page_id: str, *, on: bool) -> Call:
    """Switch the allowlist on or off."""
    return call_pages_host("PUT", _edge(page_id, "brand-allowlist-status"), {"is_enabled": "true" if on else "false"})


def list_creators(page_id: str) -> Call:
    """Read the Pages on the allowlist. The guide knows no paging of it."""
    return call_pages_host("GET", _edge(page_id, "brand-allowlisted-creators"), {})


def add(page_id: str, *, creator_page_ids: Sequence[str]) -> Call:
    """Put Pages on the allowlist, each for itself."""
    body = {"creator_page_ids": [int(each) for each in creator_page_ids]}
    return call_pages_host("POST", _edge(page_id, "brand-allowlisted-creators"), {}, body=body)


def remove(page_id: str, *, creator_page_ids: Sequence[str]) -> Call:
    """Take Pages off the allowlist, each for itself. Posts that name the brand already keep doing so."""
    params = {"creator_page_ids": array(creator_page_ids)}
    return call_pages_host("DELETE", _edge(page_id, "brand-allowlisted-creators"), params)


def _edge(page_id: str, name: str) -> str:
    return f"/fb-branded-content/{segment(page_id)}/{name}"
