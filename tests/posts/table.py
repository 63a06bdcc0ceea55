"""Use cases about posts, tags and codes with their durable work done by hand; Slack is the sandbox, Meta a script.

The sandbox's Meta gives a code again that is there. Meta does not promise that, so this one makes a new one each time:
whoever asks twice is seen.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import httpx
from pydantic import SecretStr

from bot.codes.carrying import CarryingCodes
from bot.codes.checking import CheckingCodes
from bot.codes.codes import Codes
from bot.codes.keeping import PostOfCode
from bot.codes.making import MakingCodes
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.posts.means import PostMeans
from bot.posts.promoting import BoostDeed, BoostWish, Promoting
from bot.tags.carrying import Carrying
from bot.tags.rounds import Rounds
from handlers.posts.codes import draw_code, draw_deed
from handlers.tags.modal import draw_round
from storage.codes import AdCode
from storage.ids import new_id
from storage.logins import ConnectionKind
from storage.secrets import Secrets
from storage.tables import AuditEntry, Campaign, Profile
from tests.campaigns.office import Office
from tests.storage.builders import a_connection, a_profile
from tests.storage.test_influencers import an_asset
from tests.stories.hands import PowerCut

MAYA, JAR = "17841412345678901", "17895695668004571"
JAR_URL = "https://www.instagram.com/p/Cw7zyQ5BdEE/"
THEIRS = ("partnership_ad_code", "branded_content_partner_promote")
"""What is done with the creator's own login."""
REMOVED = {"message": "The user has removed the app", "type": "OAuthException", "code": 190, "error_subcode": 458}


class MetasTable:
    """What Meta has of posts: codes, who may boost, who may tag."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        """Every code ever made, in order: two where somebody asked twice."""
        self.living: set[str] = set()
        self.promoters: set[str] = set()
        self.may_tag: set[str] = set()
        self.refused: set[str] = set()
        """Creators whom Meta approves for nobody."""
        self.before_refusal: Callable[[], Awaitable[None]] | None = None
        """What happens before such a call is refused."""
        self.writes: list[str] = []
        self.error: dict[str, Any] | None = None
        self.calls_left: int | None = None
        """After so many calls the creator disconnects in Meta's own settings; None: never."""
        self.after_effect: Callable[[], Awaitable[None]] | None = None
        """What happens, once, after a write took effect and before it is answered."""

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        if self.error is not None:
            error, self.error = self.error, None
            return httpx.Response(400, json={"error": error})
        edge = request.url.path.rsplit("/", 1)[1]
        if edge in THEIRS and self.calls_left is not None:
            if not self.calls_left:
                if self.before_refusal is not None:
                    await self.before_refusal()
                return httpx.Response(400, json={"error": REMOVED})
            self.calls_left -= 1
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        found = self._answered(request.method, edge, {**dict(request.url.params), **form})
        if request.method != "GET":
            self.writes.append(f"{request.method} {edge}")
            if self.after_effect is not None:
                act, self.after_effect = self.after_effect, None
                await act()
        return httpx.Response(200, json=found)

    def _answered(self, method: str, edge: str, given: dict[str, str]) -> dict[str, Any]:
        match edge:
            case "partnership_ad_code" if method == "POST":
                self.codes.append(f"73501129847{len(self.codes):03}")
                self.living.add(self.codes[-1])
                return {"ad_code": self.codes[-1]}
            case "partnership_ad_code":
                self.living.clear()
                return {"success": True}
            case "branded_content_partner_promote" if method == "GET":
                return {"approved": sorted(self.promoters)}
            case "branded_content_partner_promote":
                change = self.promoters.add if given["permission"] == "true" else self.promoters.discard
                change(given["sponsor_id"])
                return {"success": True}
            case "branded_content_tag_approval":
                return self._tags(method, given["user_ids"].split(","))
            case _:  # advertisable content, asked by a code
                opens = given.get("ad_code", "") in self.living
                row = {"id": JAR, "owner_id": MAYA, "permalink": JAR_URL, "has_permission_for_partnership_ad": True}
                return {"data": [row] if opens else []}

    def _tags(self, method: str, ids: list[str]) -> dict[str, Any]:
        if method == "GET":
            return {"data": [{"id": each} for each in ids if each in self.may_tag]}
        if method == "POST" and self.refused.isdisjoint(ids):
            self.may_tag.update(ids)
            return {"success": True}
        if method == "DELETE" and self.may_tag.issuperset(ids):
            self.may_tag.difference_update(ids)
            return {"success": True}
        return {"success": False}


class PostTable:
    """The use cases, a campaign with Maya's connection, and the hands that do the work."""

    def __init__(self, office: Office) -> None:
        self.office, self.meta, self.engine = office, MetasTable(), office.engine
        self.secrets = Secrets([SecretStr("a-key-for-posts-of-enough-characters-now")])
        self._http = pooled_http(transport=httpx.MockTransport(self.meta.answer))
        self.means = PostMeans(
            storage=office.storage,
            engine=office.engine,
            graph=GraphClient(
                self._http,
                app=MetaApp(secret=SecretStr("app")),
                addresses=Addresses(version="v26.0", graph="https://graph.test"),
                now=office.now,
            ),
            secrets=self.secrets,
            slack=office.means.slack,
            people=office.means.people,
            now=office.now,
            new_id=new_id,
        )

        def draw(code: Any) -> dict[str, Any]:
            return draw_code(code, now=office.now())

        self.making, self.codes = MakingCodes(self.means), Codes(self.means)
        self.rounds, self.promoting = Rounds(self.means), Promoting(self.means, draw=draw_deed)
        for use_case in (
            CarryingCodes(self.means, draw=draw),
            CheckingCodes(self.means, draw=draw),
            Carrying(self.means, draw=draw_round),
            self.promoting,
        ):
            use_case.register()
        self.campaign: Campaign
        self.profile: Profile
        self._done: set[str] = set()

    async def set_up(self, *, is_private: bool = False) -> None:
        """Connect a brand and Maya, in a campaign of Ana's."""
        channel = await self.office.channel(f"posts-{new_id()[:8]}", is_private=is_private)
        self.campaign = await self.office.campaign("Spring", channel=channel)
        sealed = self.sealed("EAATOKEN")
        async with self.means.storage.write(self.office.here) as uow:
            self.profile = a_profile(sealed_token=sealed)
            uow.profiles.add(self.profile)
            connection = a_connection(sealed_token=sealed, kind=ConnectionKind.INFLUENCER)
            uow.connections.add(connection)
            await uow.flush()
            uow.assets.add(
                an_asset(self.campaign, connection.id, ig_id=MAYA, ends_at=self.office.now().replace(year=2030))
            )

    def sealed(self, token: str) -> str:
        """Seal a token, as the database keeps it."""
        return self.secrets.seal(SecretStr(token))

    def post(self) -> PostOfCode:
        """Maya's post."""
        return PostOfCode(
            media_id=JAR,
            key="Cw7zyQ5BdEE",
            permalink=JAR_URL,
            creator_ig_id=MAYA,
            creator_username="maya.makes",
            profile_id=self.profile.id,
            campaign_id=self.campaign.id,
        )

    def deed(self, wish: BoostWish) -> BoostDeed:
        """A wish about Maya's post."""
        return BoostDeed(
            id=new_id(),
            wish=wish,
            media_id=JAR,
            creator_ig_id=MAYA,
            creator_username="maya.makes",
            profile_id=self.profile.id,
            campaign_id=self.campaign.id,
            by=self.office.ana,
            view_id=None,
        )

    async def work(self) -> None:
        """Do all work that was not done yet, and what it brings along."""
        while todo := [job for job in self.engine.jobs if job.id not in self._done and job.workflow != "notify"]:
            for job in todo:
                await self.engine.do(job)
                self._done.add(job.id)

    async def dies(self) -> None:
        """Do the next piece of work, in the middle of which the power is cut: it is still to be done."""

        async def cut() -> None:
            raise PowerCut

        self.meta.after_effect = cut
        with contextlib.suppress(PowerCut):
            await self.work()

    async def kept(self, code_id: str) -> AdCode:
        """Return a code as it is stored."""
        async with self.means.storage.read(self.office.here) as uow:
            found = await uow.codes.get(code_id)
        assert found is not None
        return found

    async def history(self, subject_id: str) -> list[AuditEntry]:
        """Return the lines of a thing's history."""
        async with self.means.storage.read(self.office.here) as uow:
            return list(await uow.audit.of(subject_id))

    async def close(self) -> None:
        """Close what is its own."""
        await self._http.aclose()
