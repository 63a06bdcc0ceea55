"""How each call's answer is read. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from typing import Any

from bot.graph.creator import DiscoveredCreator
from bot.graph.paging import Page
from bot.graph.permission import Permission
from bot.graph.scalars import text_of


def read_permission_id(document: Any) -> str:
    """Read `{"id": "<permission>"}`, the answer to a request and to a revoke."""
    permission_id = text_of(_mapping(document).get("id"))
    if permission_id is None:
        raise ValueError("no id of a permission")
    return permission_id


def read_permissions(document: Any) -> Page[Permission]:
    """Read one page of permissions. One unreadable row spoils the page: a list with holes would lie."""
    return Page.read(_mapping(document), row=Permission.model_validate)


def read_discovery(document: Any) -> DiscoveredCreator:
    """Read the account inside a Business Discovery answer."""
    return DiscoveredCreator.model_validate(_mapping(_mapping(document).get("business_discovery")))


def read_account(document: Any) -> DiscoveredCreator:
    """Read an account node."""
    return DiscoveredCreator.model_validate(_mapping(document))


def _mapping(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    return document
