"""The pages that people and Meta reach, where there is an address for them."""

from __future__ import annotations

from starlette.routing import Route

from bot.codes.own import OwnCodes
from bot.comments.arriving import Arriving
from bot.connections.connecting import Connecting
from bot.connections.picking import Picking
from bot.connections.removed import Removing
from bot.influencers.joining import Joining
from bot.influencers.returning import Returning
from bot.influencers.visiting import Visiting
from bot.services import Services
from bot.web import meta
from bot.web.answers import Answers
from bot.web.connect import ConnectPages
from bot.web.invite import InvitePages
from bot.web.own_posts import OwnPostPages
from bot.wiring.outside import Outside, utc_now
from bot.wiring.sharing import Shared


def pages_of(outside: Outside, shared: Shared, services: Services) -> list[Route]:
    """Put the pages together; none without a public address."""
    settings, languages, logins, creators = outside.settings, outside.languages, shared.logins, shared.creators
    if not settings.public_url:
        return []
    public_url, login_url = logins.public_url, settings.login_url
    signing_in, connecting = services.signing_in, Connecting(logins, recorder=shared.recorder)
    joining = Joining(creators, signing_in=signing_in, connecting=connecting)
    returning = Returning(creators, joining=joining, connecting=connecting)
    connect = ConnectPages(
        signing_in=signing_in,
        picking=Picking(logins, signing_in=signing_in, recorder=shared.recorder),
        languages=languages,
        plain=outside.plain,
        public_url=public_url,
        login_url=login_url,
    )
    invite = InvitePages(
        visiting=Visiting(creators, signing_in=signing_in),
        joining=joining,
        returning=returning,
        languages=languages,
        public_url=public_url,
        login_url=login_url,
    )
    own_posts = OwnPostPages(
        returning=returning,
        own=OwnCodes(shared.posts, making=services.making_codes),
        languages=languages,
        public_url=public_url,
        login_url=login_url,
    )
    arriving = Arriving(
        storage=logins.storage,
        app_secret=settings.meta_app_secret,
        verify_token=settings.meta_verify_token,
        now=utc_now,
    )
    removing = Removing(logins, app_secret=settings.meta_app_secret)
    answers = Answers(public_url=public_url, login_url=login_url)
    return [
        *connect.routes(),
        *invite.routes(),
        *own_posts.routes(),
        *meta.routes(removing, arriving, answers=answers, languages=languages),
    ]
