"""Meta's Graph service: a core without I/O (calls, answers, paging, classification) and a thin transport."""

from __future__ import annotations

from bot.graph.access import Access, CreatorById, CreatorByUsername
from bot.graph.classification import classify
from bot.graph.client import GraphClient
from bot.graph.creator import DiscoveredCreator
from bot.graph.errors import (
    Blocked,
    CreatorNotFound,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnknown,
    GraphUnreachable,
    InputRefused,
    LoginDead,
    ScopeMissing,
)
from bot.graph.permission import Permission
from bot.graph.transport import pooled_http

__all__ = [
    "Access",
    "Blocked",
    "CreatorById",
    "CreatorByUsername",
    "CreatorNotFound",
    "DiscoveredCreator",
    "GraphClient",
    "GraphError",
    "GraphNonsense",
    "GraphThrottled",
    "GraphTransient",
    "GraphUnanswered",
    "GraphUnknown",
    "GraphUnreachable",
    "InputRefused",
    "LoginDead",
    "Permission",
    "ScopeMissing",
    "classify",
    "pooled_http",
]
