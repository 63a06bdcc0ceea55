"""Meta's Graph service: a core without I/O and a thin transport (the files), and families of calls (the folders)."""

from __future__ import annotations

from bot.graph.access import Access, CreatorById, CreatorByUsername, MetaApp
from bot.graph.accounts.answers import OwnAccount
from bot.graph.call import Addresses
from bot.graph.classification import classify
from bot.graph.client import GraphClient
from bot.graph.creators.answers import DiscoveredCreator
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
from bot.graph.permissions.answers import Permission
from bot.graph.transport import pooled_http

__all__ = [
    "Access",
    "Addresses",
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
    "MetaApp",
    "OwnAccount",
    "Permission",
    "ScopeMissing",
    "classify",
    "pooled_http",
]
