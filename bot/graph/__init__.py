"""Meta's Graph service: a core without I/O and a thin transport (the files), and families of calls (the folders)."""

from __future__ import annotations

from bot.graph.access import Access, BusinessAccess, CreatorById, CreatorByUsername, MetaApp, PageAccess
from bot.graph.accounts.answers import Business, BusinessAccount, ManagedPage, OwnAccount
from bot.graph.accounts.calls import Edge
from bot.graph.accounts.usable import Found, Gap, UsableAccount
from bot.graph.call import Addresses
from bot.graph.classification import classify
from bot.graph.client import GraphClient
from bot.graph.comments.answers import AdSurfaces, Comment
from bot.graph.content.answers import Content
from bot.graph.creators.answers import DiscoveredCreator, PublicPost
from bot.graph.errors import (
    Blocked,
    CreatorNotFound,
    GraphError,
    GraphHeld,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnknown,
    GraphUnreachable,
    InputRefused,
    LoginDead,
    Remedy,
    ScopeMissing,
    SetupWrong,
    SignInStale,
)
from bot.graph.login.answers import Grant, LoginToken, NotReturned, Person, Returned, TokenFacts, read_return
from bot.graph.login.calls import AuthType
from bot.graph.login.state import SignIn, StateFault, StateRefused, States
from bot.graph.media.answers import BoostAd, Media
from bot.graph.pages.answers import PagePermission, PartnerResult
from bot.graph.pages.calls import PageAction
from bot.graph.permissions.answers import BusinessPermission, Permission
from bot.graph.tags.answers import TagChange
from bot.graph.transport import pooled_http

__all__ = [
    "Access",
    "AdSurfaces",
    "Addresses",
    "AuthType",
    "Blocked",
    "BoostAd",
    "Business",
    "BusinessAccess",
    "BusinessAccount",
    "BusinessPermission",
    "Comment",
    "Content",
    "CreatorById",
    "CreatorByUsername",
    "CreatorNotFound",
    "DiscoveredCreator",
    "Edge",
    "Found",
    "Gap",
    "Grant",
    "GraphClient",
    "GraphError",
    "GraphHeld",
    "GraphNonsense",
    "GraphThrottled",
    "GraphTransient",
    "GraphUnanswered",
    "GraphUnknown",
    "GraphUnreachable",
    "InputRefused",
    "LoginDead",
    "LoginToken",
    "ManagedPage",
    "Media",
    "MetaApp",
    "NotReturned",
    "OwnAccount",
    "PageAccess",
    "PageAction",
    "PagePermission",
    "PartnerResult",
    "Permission",
    "Person",
    "PublicPost",
    "Remedy",
    "Returned",
    "ScopeMissing",
    "SetupWrong",
    "SignIn",
    "SignInStale",
    "StateFault",
    "StateRefused",
    "States",
    "TagChange",
    "TokenFacts",
    "UsableAccount",
    "classify",
    "pooled_http",
    "read_return",
]
