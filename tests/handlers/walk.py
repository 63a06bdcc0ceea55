"""The whole app in this process, over a real database, with durable work that nobody does: what a payload changes is seen.

Two workspaces share the database. In the first there is a public campaign and a private one, with everything a button can be about.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.app import listening
from bot.graph import pooled_http
from bot.languages import Languages
from bot.settings import Settings
from bot.slack.calls import SlackCalls, slack_session, web_client
from bot.slack.functions import SlackFunctions
from bot.slack.uploads import SlackUploads
from bot.wiring import Outside, wired
from bot.words import shipped
from storage.batches import Batch, BatchRow, Stage
from storage.comments import Comment, CommentState, Reading
from storage.database import connect
from storage.ids import BatchId, PersonId, RequestId, SignOffId, WorkspaceId, new_id
from storage.influencers import Asset
from storage.letters import Letter, LetterState
from storage.secrets import Secrets
from storage.sign_offs import SignOffRow
from storage.tables import Base
from storage.unit_of_work import Storage
from tests.handlers.payloads import Payload
from tests.handlers.whispers import ANA, ELSEWHERE, HERE, OTHER, PRIVATE, PUBLIC, VIEWER, Whispers
from tests.storage.builders import a_campaign, a_profile, a_request
from tests.storage.test_influencers import an_asset
from tests.stories.hands import ByHand

KEY = "a-key-for-the-walk-of-enough-characters"
HIDDEN = ("Jade secret", "hidden.creator.", "Theirs alone", "their.creator.")
"""What is private, or of the other workspace: nobody of the walk may read it."""
Ids = dict[str, str]


class Walk:
    """The app, and what comes of a payload."""

    def __init__(
        self,
        whispers: Whispers,
        storage: Storage,
        engine: ByHand,
        app: Any,
        meta: list[str],
        *,
        look: sqlite3.Connection,
    ) -> None:
        self.whispers, self.storage, self.engine, self.meta = whispers, storage, engine, meta
        self._app = app
        self._look = look
        self._version: int | None = None
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self.ids: dict[str, Ids] = {}

    async def send(self, payload: Payload) -> str:
        """Deliver a payload, wait until nothing of it runs any more, and return all that anybody was told."""
        self.whispers.told.clear()
        before = asyncio.all_tasks()
        answer = await self._app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        while left := asyncio.all_tasks() - before:
            await asyncio.wait(left, timeout=20)
        return " ".join([*self.whispers.told, answer.body or ""])

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all there is, but history, and when somebody looked at their Home tab; read anew if anything was written."""
        version = int(self._look.execute("PRAGMA data_version").fetchone()[0])
        if version != self._version:
            self._rows = {
                table.name: self._look.execute(f"SELECT * FROM {table.name} ORDER BY 1, 2").fetchall()
                for table in Base.metadata.sorted_tables
                if table.name not in ("audit", "homes")
            }
            self._version = version
        return self._rows

    async def settle(self, workspace: str, *, channel: str, name: str, creator: str) -> None:
        """Make a campaign with everything that a button can be about; keeps the ids by the marks of drawings."""
        now = datetime.now(UTC)
        secrets = Secrets([SecretStr(KEY)])
        async with self.storage.across_workspaces() as everywhere:
            await everywhere.ensure(WorkspaceId(workspace), name=workspace, now=now)
        async with self.storage.write(WorkspaceId(workspace)) as uow:
            sealed = secrets.seal(SecretStr("EAATOKEN"))
            profile = a_profile(sealed_token=sealed, ig_id=new_id(), username=f"brand.{channel.lower()}")
            uow.profiles.add(profile)
            await uow.flush()
            campaign = a_campaign(
                name=name, channel_id=channel, is_private=channel == PRIVATE, default_profile_id=profile.id
            )
            assert await uow.campaigns.add_unless_taken(campaign)
            await uow.roles.give({ANA: "manager"}, campaign_id=campaign.id, by=PersonId(ANA), at=now, new_id=new_id)
            if workspace == HERE:
                await uow.roles.give({VIEWER: "viewer"}, campaign_id=None, by=PersonId(ANA), at=now, new_id=new_id)
            ids: Ids = {"c1": campaign.id, "p1": profile.id}
            states: dict[str, dict[str, Any]] = {
                "waiting": {},
                "approved": {},
                "held": {"state": "queued", "leaves_at": now + timedelta(hours=1)},
                "handed": {"state": "failed", "other_ig_id": "999"},
                "signing": {},
            }
            for state, more in states.items():
                given = {"state": state, "creator_ig_id": new_id(), "creator_username": f"{creator}{state}", **more}
                request = a_request(profile, campaign, **given)
                uow.requests.add(request)
                ids[state] = request.id
            await uow.flush()
            batch = Batch(
                id=BatchId(new_id()),
                campaign_id=campaign.id,
                profile_id=profile.id,
                list_id=new_id(),
                stage=Stage.TRIED,
                made_by=ANA,
                made_at=now,
            )
            row = BatchRow(
                batch_id=batch.id,
                place=0,
                number=1,
                handle="new.creator",
                cells={"creator": "new.creator", "email": f"{creator}mail@example.com"},
                verdict="ready",
                about={},
            )
            await uow.batches.add(batch, [row])
            sign_off = SignOffRow(
                id=SignOffId(new_id()),
                campaign_id=campaign.id,
                request_id=ids["signing"],
                matter="request",
                content="seal",
                asked_by=ANA,
                asked_at=now,
                expires_at=now + timedelta(days=3),
                stage="open",
            )
            uow.sign_offs.add(sign_off)
            letter = Letter(
                id=new_id(),
                request_id=ids["waiting"],
                purpose="ask",
                text="Hi",
                by_mail=False,
                state=LetterState.PREPARED,
                made_at=now,
                changed_at=now,
                sweep_at=now,
            )
            uow.letters.add(letter)
            signing = await uow.requests.get(RequestId(ids["signing"]))
            assert signing is not None
            await uow.flush()
            signing.sign_off_id = sign_off.id
            asset = an_asset(campaign, ig_id=new_id(), hears_organic=True, ends_at=now + timedelta(days=50))
            uow.assets.add(asset)
            await uow.flush()
            uow.comments.add(a_comment_on(asset, author=f"{creator}commenter"))
            ids |= {"a1": asset.id, "b1": batch.id, "s1": sign_off.id, "l1": letter.id, "CAMPAIGN": name}
        self.ids[channel] = ids


def a_comment_on(asset: Asset, *, author: str) -> Comment:
    """Make a comment that the team may read, and that can be hidden and answered."""
    return Comment(
        asset_id=asset.id,
        comment_id="1",
        is_on_ad=False,
        is_own=False,
        author_name=author,
        texts=[[asset.connected_at.isoformat(), f"{author} says so"]],
        state=CommentState.LIVE,
        reading=Reading.LET,
        written_at=asset.connected_at,
        heard_at=asset.connected_at,
    )


@asynccontextmanager
async def walking(database_url: str, whispers: Whispers) -> AsyncIterator[Walk]:
    """Start the app beside a Slack that does as it is told, and a Meta that must not be asked."""
    meta: list[str] = []

    async def refused(request: httpx.Request) -> httpx.Response:
        meta.append(f"{request.method} {request.url}")
        return httpx.Response(500)

    settings = Settings(
        slack_api_url=f"{whispers.url}/api/",
        slack_bot_token=SecretStr("xoxb-walk"),
        database_url=database_url,
        secret_keys=[SecretStr(KEY)],
        meta_app_id="1",
        public_url="https://greenlight.example",
    )
    http, session, engine = pooled_http(transport=httpx.MockTransport(refused)), slack_session(), ByHand()
    storage = Storage(connect(database_url), enqueue=engine.enqueue)
    client = web_client(token="xoxb-walk", url=settings.slack_api_url, session=session, patient=False)
    calls = SlackCalls(client)
    outside = Outside(
        settings=settings,
        languages=Languages(usual=shipped(settings.language)),
        storage=storage,
        engine=engine,
        http=http,
        session=session,
        patient=calls,
        prompt=calls,
        uploads=SlackUploads(client, session),
        functions=SlackFunctions(client),
        plain=_as_it_is,
    )
    services, _pages = wired(outside)
    try:
        app, file = listening(settings, client, services), database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as look:
            yield Walk(whispers, storage, engine, app, meta, look=look)
    finally:
        await http.aclose()
        await session.close()
        await storage.close()


async def _as_it_is(words: str) -> str:
    return words


async def furnished(walk: Walk) -> None:
    """Make both workspaces."""
    await walk.settle(HERE, channel=PUBLIC, name="Spring launch", creator="open.creator.")
    await walk.settle(HERE, channel=PRIVATE, name=HIDDEN[0], creator=HIDDEN[1])
    await walk.settle(OTHER, channel=ELSEWHERE, name=HIDDEN[2], creator=HIDDEN[3])


def read(payload: Payload) -> str:
    """Return a payload as text, for an assertion that fails."""
    return json.dumps(payload)[:1500]
