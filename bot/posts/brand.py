"""What one brand is shown of content at Meta: which business it is asked for, and which of Meta's edges answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from bot.errors import Refused
from bot.graph import Access, BusinessAccess, Content, GraphClient
from bot.graph.content.edges import OLD_EDGES_END, translate
from bot.graph.content.wanted import Wanted
from bot.profiles.access import access_of
from bot.words import say
from storage.secrets import Secrets
from storage.tables import Profile
from storage.unit_of_work import UnitOfWork


async def brand_access(uow: UnitOfWork, profile: Profile, *, secrets: Secrets) -> BusinessAccess:
    """Return a brand's account, its token, and the business it was picked from; raises NoLogin.

    The business is empty where Meta named none: a person may run ads for an account without being in its business.
    """
    access = access_of(profile, secrets)
    ways = await uow.connections.ways_to(profile.id)
    used = next((way for way, connection in ways if connection.id == profile.connection_id), None)
    return BusinessAccess(business_id=(used and used.business_id) or "", token=access.token, ig_id=access.ig_id)


async def contents(
    graph: GraphClient, access: BusinessAccess, wanted: Wanted, *, now: datetime
) -> AsyncIterator[Content]:
    """Find posts for a brand, at the edge that stays where its business is known, else at the one that goes.

    Raises GraphError, and Refused where neither can be asked.
    """
    if access.business_id:
        async for content in graph.content.find(access, wanted, now=now):
            yield content
        return
    questions = translate(wanted, access)
    if now >= OLD_EDGES_END or not questions.media:
        raise Refused(
            say("posts.no_business.happened"), why=say("posts.no_business.why"), todo=say("posts.no_business.todo")
        )
    for question in questions.media:
        async for content in graph.content.media(Access(access.ig_id, access.token), question):
            if questions.keeps(content):
                yield content
