"""The use cases with their durable work done by hand, one piece at a time, so that any order of events can be tried.

The database is a real one; Meta is a script of a few lines, because the sandbox is too well behaved for what is tried here:
its list shows at once what was asked.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qs

import httpx
from pydantic import SecretStr
from sqlalchemy import Connection

from bot.batches.settling import Settling
from bot.engine import Engine, Queue, Schedule, Workflow
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.languages import Languages
from bot.letters.letters import Letters
from bot.letters.sending import SendingLetters
from bot.mail.server import MailServer
from bot.permissions.asking.ask import Ask, Asking
from bot.permissions.asking.attempt import Attempting
from bot.permissions.asking.withdraw import Withdrawing
from bot.permissions.durable import Means
from bot.permissions.looking.sync import Syncing
from bot.permissions.nudging.chasing import Chasing
from bot.permissions.record import Recorder
from bot.permissions.signing.deciding import Deciding
from bot.permissions.signing.holding import Holding
from bot.permissions.sweep import Sweeping
from bot.permissions.terms.agreeing import Agreeing
from bot.permissions.terms.reminding import Reminding
from bot.policy import Act, Person
from bot.profiles.profiles import Profiles
from storage.database import connect
from storage.ids import RequestId, WorkspaceId, new_id
from storage.secrets import Secrets
from storage.tables import AuditEntry, Campaign, Profile, Request
from storage.unit_of_work import Job, Storage
from tests.storage.builders import ANA, NORTHLIGHT, NOW, a_campaign, a_profile

Answer = TypeVar("Answer")
TOKEN = "EAATOKEN"
PERSON = Person(id=ANA, is_guest=False, is_in_channel=True)


class PowerCut(BaseException):
    """Nothing runs any more."""


class ByHand(Engine):
    """An engine that keeps what it is given until it is told to do it."""

    def __init__(self) -> None:
        super().__init__("sqlite:///never-opened.sqlite")
        self.jobs: list[Job] = []
        self.cut_after: str | None = None
        """The step that is done and never written down: the power is cut."""
        self._works: dict[str, Workflow] = {}
        self._ticks: dict[str, Callable[[datetime, Any], Coroutine[Any, Any, None]]] = {}

    def workflow(self, name: str, run: Workflow) -> None:
        """Remember how this work is done."""
        self._works[name] = run

    def queue(self, queue: Queue) -> None:
        """Need no queue."""

    def schedule(self, schedule: Schedule) -> None:
        """Remember what is done now and then."""
        self._ticks[schedule.name] = schedule.run

    async def step(self, name: str, act: Callable[..., Coroutine[Any, Any, Answer]], *args: Any) -> Answer:
        """Do it, once."""
        answer = await act(*args)
        if name == self.cut_after:
            self.cut_after = None
            raise PowerCut
        return answer

    def enqueue(self, connection: Connection, job: Job) -> None:
        """Keep a job, unless its id is known."""
        if all(job.id != each.id for each in self.jobs):
            self.jobs.append(job)

    async def do(self, job: Job) -> None:
        """Do a job, be it for the second time."""
        await self._works[job.workflow](*job.args)

    async def tick(self, name: str) -> None:
        """Do what is done now and then, once."""
        await self._ticks[name](NOW, None)

    def newest(self, workflow: str) -> Job:
        """Return the newest job of a kind."""
        return next(job for job in reversed(self.jobs) if job.workflow == workflow)


class ScriptedMeta:
    """What Meta lists and answers, exactly as a test says."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.shown: Callable[[], list[dict[str, Any]]] = lambda: self.rows
        self.accounts = {"maya.makes": "900"}
        self.asked: list[str] = []
        """Whom each request named, in order: what the creators see."""
        self.is_answer_lost = False
        self.usage: dict[str, dict[str, int]] = {}
        """What Meta tells of an account's limit with each list; minutes to regain access make it a refusal."""
        self.looked_at: list[str] = []
        """Whose list was asked for, in order."""
        self.refusal: dict[str, Any] | None = None
        self.dead_tokens: set[str] = set()
        """Logins that are accepted no more."""
        self.meanwhile: dict[str, Callable[[], Awaitable[None]]] = {}
        """What happens, once, after a call of that kind took effect and before it is answered."""

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        if request.headers.get("Authorization", "").removeprefix("Bearer ") in self.dead_tokens:
            return httpx.Response(400, json={"error": {"message": "the session has expired", "code": 190}})
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        if request.method == "POST":
            return await self._posted(form)
        if "fields" in request.url.params:
            return await self._discovered(request.url.params["fields"])
        account = request.url.path.split("/")[2]
        self.looked_at.append(account)
        usage = self.usage.get(account, {})
        headers = (
            {"X-Business-Use-Case-Usage": json.dumps({account: [{"type": "instagram", **usage}]})} if usage else {}
        )
        if usage.get("estimated_time_to_regain_access"):
            return httpx.Response(400, json={"error": {"message": "slow down", "code": 80002}}, headers=headers)
        wanted = request.url.params.get("creator_username")
        page = [dict(row) for row in self.shown() if wanted in (None, row["creator_username"])]
        await self._meanwhile("list")
        return httpx.Response(200, json={"data": page}, headers=headers)

    async def _discovered(self, fields: str) -> httpx.Response:
        name = fields.split("(")[1].split(")")[0]
        await self._meanwhile("discovery")
        if name not in self.accounts:
            words = {"message": "The user cannot be found.", "code": 110, "error_subcode": 2207013}
            return httpx.Response(400, json={"error": words})
        account = {"id": self.accounts[name], "username": name, "followers_count": 12}
        return httpx.Response(200, json={"id": "1", "business_discovery": account})

    async def _posted(self, form: dict[str, str]) -> httpx.Response:
        whom = form.get("creator_instagram_account") or self.accounts[form["creator_instagram_username"]]
        if "revoke" in form:
            for row in self.rows:
                if row["creator_id"] == whom:
                    row["permission_status"] = "REVOKED" if row["permission_status"] == "APPROVED" else "CANCELED"
            return httpx.Response(200, json={"id": "P0"})
        if self.refusal is not None:
            return httpx.Response(400, json={"error": self.refusal})
        self.asked.append(whom)
        self.lists(whom=whom, status="PENDING", permission_id=f"P{len(self.asked)}")
        await self._meanwhile("request")
        if self.is_answer_lost:
            raise httpx.ReadError("the connection broke")
        return httpx.Response(200, json={"id": f"P{len(self.asked)}"})

    def lists(self, *, status: str, permission_id: str, whom: str = "900", name: str | None = None) -> None:
        """Add a row."""
        known = next((handle for handle, ig_id in self.accounts.items() if ig_id == whom), None)
        self.rows.append(
            {
                "id": permission_id,
                "permission_status": status,
                "creator_id": whom,
                "creator_username": name or known,
            }
        )

    async def _meanwhile(self, kind: str) -> None:
        if (act := self.meanwhile.pop(kind, None)) is not None:
            await act()


class Hands:
    """One workspace, one profile, one campaign; and the hands that do the work."""

    def __init__(self, database_url: str, *, meta: ScriptedMeta | None = None) -> None:
        self.meta, self.engine, self.now = meta or ScriptedMeta(), ByHand(), NOW
        self.looks_left: int | None = None
        """After so many looks at the clock the power is cut, wherever that is; None: never."""
        secrets = Secrets([SecretStr("a-key-for-attacks-of-enough-characters")])
        self.storage = Storage(connect(database_url), enqueue=self.engine.enqueue)
        self._http = pooled_http(transport=httpx.MockTransport(self.meta.answer))
        graph = GraphClient(
            self._http,
            app=MetaApp(secret=SecretStr("app")),
            addresses=Addresses(version="v26.0", graph="https://graph.test"),
            now=lambda: self.now,
        )
        means = Means(
            storage=self.storage,
            engine=self.engine,
            graph=graph,
            secrets=secrets,
            recorder=Recorder(now=self._clock, new_id=new_id),
            languages=Languages(),
            now=self._clock,
            new_id=new_id,
        )
        self.asking, self.attempting, self.withdrawing = Asking(means), Attempting(means), Withdrawing(means)
        self.syncing = Syncing(means)
        self.means = means
        self.pasting = Profiles(storage=self.storage, graph=graph, secrets=secrets, now=self._clock, new_id=new_id)
        settling = self.settling = Settling(means, asking=self.asking)
        self.deciding = Deciding(means, asking=self.asking, withdrawing=self.withdrawing, settling=settling)
        self.holding = Holding(means, settling=settling)
        self.agreeing = Agreeing(means)
        self.chasing = Chasing(means, is_mail_set_up=False)
        for use_case in (
            self.attempting,
            self.withdrawing,
            self.syncing,
            Sweeping(means),
            settling,
            self.deciding,
            Reminding(means),
            self.chasing,
        ):
            use_case.register()
        self._sealed = secrets.seal(SecretStr(TOKEN))
        self.profile: Profile
        self.campaign: Campaign

    async def set_up(self, workspace_id: WorkspaceId = NORTHLIGHT, *, is_read: bool = True) -> None:
        """Connect a profile, as a rule one that has been read before, and make a campaign."""
        async with self.storage.across_workspaces() as everywhere:
            await everywhere.ensure(workspace_id, name="Northlight", now=NOW)
        async with self.storage.write(workspace_id) as uow:
            self.profile = a_profile(sealed_token=self._sealed, adopted_at=NOW if is_read else None)
            uow.profiles.add(self.profile)
            await uow.flush()
            self.campaign = a_campaign(default_profile_id=self.profile.id)
            assert await uow.campaigns.add_unless_taken(self.campaign)

    async def rule(self, **columns: Any) -> None:
        """Set rules of the campaign, as its window does."""
        async with self.storage.write(NORTHLIGHT) as uow:
            campaign = await uow.campaigns.get(self.campaign.id, lock=True)
            assert campaign is not None
            for name, value in columns.items():
                setattr(campaign, name, value)

    def letters(self, server: MailServer | None) -> Letters:
        """Have letters sent to a mail server; returns what people do with them."""
        SendingLetters(self.means, server=server).register()
        self.chasing = Chasing(self.means, is_mail_set_up=server is not None)
        self.chasing.register()
        return Letters(self.means, is_mail_set_up=server is not None)

    async def ask(self, *, message: str | None = None, email: str | None = None) -> RequestId:
        """Accept one ask; nothing is sent yet."""
        wish = Ask(
            submission_id=new_id(),
            profile_id=self.profile.id,
            campaign_id=self.campaign.id,
            creators=["maya.makes"],
            message=message,
            asked_by=ANA,
            sender="Ana",
            by_mail=email is not None,
            addresses={"maya.makes": email} if email else {},
        )
        (accepted,) = await self.asking.accept(NORTHLIGHT, wish, person=PERSON)
        return accepted.request.id

    async def attempt(self) -> None:
        """Do the newest piece of asking."""
        await self.engine.do(self.engine.newest("ask"))

    async def look(self, workspace_id: WorkspaceId = NORTHLIGHT) -> None:
        """Look at the profile now."""
        await self.syncing.look_now(workspace_id, self.profile.id, nonce=new_id())
        await self.engine.do(self.engine.newest("look"))

    async def connect(self, *, ig_id: str) -> Profile:
        """Connect a further profile."""
        async with self.storage.write(NORTHLIGHT) as uow:
            profile = a_profile(ig_id=ig_id, username=f"brand.{ig_id}", sealed_token=self._sealed)
            uow.profiles.add(profile)
        return profile

    async def tick(self) -> None:
        """Do every look that is due."""
        done = len(self.engine.jobs)
        await self.engine.tick("tick")
        for job in self.engine.jobs[done:]:
            await self.engine.do(job)

    async def read_profile(self, profile: Profile | None = None) -> Profile:
        """Return a profile as it is stored."""
        async with self.storage.read(NORTHLIGHT) as uow:
            found = await uow.profiles.get((profile or self.profile).id)
        assert found is not None
        return found

    async def cancel(self, request_id: RequestId) -> None:
        """Wish to cancel, and have the wish carried out."""
        await self.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=Act.CANCEL)
        await self.engine.do(self.engine.newest("withdraw"))

    async def sweep(self) -> None:
        """Sweep up once."""
        await self.engine.tick("sweep")

    async def request(self, request_id: RequestId) -> Request:
        """Return a request as it is stored."""
        async with self.storage.read(NORTHLIGHT) as uow:
            found = await uow.requests.get(request_id)
        assert found is not None
        return found

    async def live(self, workspace_id: WorkspaceId = NORTHLIGHT) -> list[Request]:
        """Return what is asked for or granted."""
        async with self.storage.read(workspace_id) as uow:
            return list(await uow.requests.states_of_profile(self.profile.id))

    async def history(self, request_id: RequestId) -> list[AuditEntry]:
        """Return the lines of a request's history."""
        async with self.storage.read(NORTHLIGHT) as uow:
            return list(await uow.audit.of(request_id))

    def wait(self, **duration: float) -> None:
        """Let time pass."""
        self.now += timedelta(**duration)

    async def through_cuts(self, work: Callable[[], Awaitable[None]], *, stride: int = 1) -> int:
        """Do some work, with the power cut at its first look at the clock, its second, and so on; returns how often that was.

        Each time it is begun again with what was committed before. `stride` passes over looks, where there are many.
        """
        for cuts in itertools.count():
            self.looks_left = cuts * stride
            try:
                await work()
            except PowerCut:
                continue
            finally:
                self.looks_left = None
            break
        return cuts

    def _clock(self) -> datetime:
        if self.looks_left is not None:
            if not self.looks_left:
                raise PowerCut
            self.looks_left -= 1
        return self.now

    async def close(self) -> None:
        """Close everything."""
        await self._http.aclose()
        await self.storage.close()
