"""`/_control/...`: what a test or the page does to this world, and reads of it (the table is in sandbox/README.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.graph import brands, endpoints, people_control, phone, scopes, seed, wishes
from sandbox.graph.access import why_ended
from sandbox.graph.assets import Business
from sandbox.graph.budget import Budget
from sandbox.graph.calls import Calls
from sandbox.graph.deeds import Refused, read, route
from sandbox.graph.model import Creator, Profile
from sandbox.graph.rules import Names, Rules
from sandbox.graph.world import World
from sandbox.stream import Stream

_OPS = endpoints.ops()


@dataclass(frozen=True)
class Control:
    """The control calls over the parts they reach."""

    clock: Clock
    world: World
    rules: Rules
    faults: Faults
    budget: Budget
    calls: Calls
    stream: Stream
    names: Names

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [
            route("GET", "/world", self._show_world),
            route("POST", "/answer", self._answer),
            route("GET", "/phone/{username}", self._show_phone),
            route("POST", "/profile", self._put_profile),
            route("POST", "/creator", self._put_creator),
            route("POST", "/permission", self._put_permission),
            route("POST", "/token", self._change_token),
            route("POST", "/fault", self._order_fault),
            route("GET", "/held", self._show_held),
            route("POST", "/release", self._release),
            route("POST", "/clock", self._move_clock),
            route("GET", "/rules", self._show_rules),
            route("POST", "/rules", self._change_rules),
            route("GET", "/calls", self._show_calls),
            route("POST", "/reset", self._reset),
            route("GET", "/stream", self._follow),
        ]

    async def _show_world(self, _: Request) -> Any:
        return {
            "app_id": seed.APP_ID,
            "app_secret": seed.APP_SECRET,
            "profiles": [self._show_profile(profile) for profile in self.world.profiles],
            "creators": [_show_creator(creator) for creator in self.world.creators],
            "people": [people_control.show(person) for person in self.world.people.everybody],
            "pages": [asdict(page) for page in self.world.pages],
            "businesses": [_show_business(business) for business in self.world.businesses],
            "scopes": [*scopes.SCOPES],
            "configs": scopes.CONFIGS,
        }

    async def _answer(self, request: Request) -> Any:
        wish = await read(request, wishes.AnswerWish)
        creator = self._creator(wish.creator_username)
        try:
            answered = phone.answer(self.world, wish, creator=creator)
        except phone.NothingToAnswer as nothing:
            raise Refused(409, str(nothing)) from nothing
        return {"ok": True, "answered": answered}

    async def _show_phone(self, request: Request) -> Any:
        return phone.show(self.world, self._creator(request.path_params["username"]))

    async def _put_profile(self, request: Request) -> Any:
        wish = await read(request, wishes.ProfileWish)
        profile = brands.put(self.world, wish.username)
        if wish.calls_per_day is not None:
            self.budget.allow(profile.ig_id, calls_per_day=wish.calls_per_day)
        return {"ok": True, "profile": self._show_profile(profile)}

    async def _put_creator(self, request: Request) -> Any:
        wish = await read(request, wishes.CreatorWish)
        if wish.rename_to and self.world.creator(wish.rename_to):
            raise Refused(409, f"There already is a creator {wish.rename_to.lower()}.")
        creator = self.world.put_creator(
            wish.username,
            behaviour=wish.behaviour,
            professional=wish.professional,
            taggable=wish.taggable,
            followers=wish.followers,
            rename_to=wish.rename_to,
        )
        return {"ok": True, "creator": _show_creator(creator)}

    async def _put_permission(self, request: Request) -> Any:
        wish = await read(request, wishes.PermissionWish)
        brand, creator = self._profile(wish.profile_ig_id), self._creator(wish.creator_username)
        permission = self.world.put(brand=brand, creator=creator, status=wish.status)
        return {"ok": True, "permission_id": permission.id}

    async def _change_token(self, request: Request) -> Any:
        wish = await read(request, wishes.TokenWish)
        profile = self._profile(wish.profile_ig_id)
        token, now = self.world.people.token_of(profile.keeper), self.clock.now()
        if token.ended is None:
            token.expires_at = min(token.expires_at or now, now)
        if wish.state == "fresh":
            self.world.people.issue(token.person, now=now)
        return {"ok": True, "profile": self._show_profile(profile)}

    async def _order_fault(self, request: Request) -> Any:
        wish = await read(request, wishes.FaultWish)
        if wish.on not in _OPS:
            raise Refused(400, f"There is no call {wish.on!r}: one of {', '.join(sorted(_OPS))}.")
        self.faults.order(wish.read())
        return {"ok": True}

    async def _show_held(self, _: Request) -> Any:
        return {"held": self.faults.held()}

    async def _release(self, request: Request) -> Any:
        wish = await read(request, wishes.ReleaseWish)
        return {"ok": True, "released": self.faults.release(drop=wish.drop)}

    async def _move_clock(self, request: Request) -> Any:
        wish = await read(request, wishes.ClockWish)
        self.clock.advance(wish.advance_seconds)
        self.world.permissions()
        return {"ok": True, "now": self.clock.now()}

    async def _show_rules(self, _: Request) -> Any:
        return self.rules.model_dump(mode="json")

    async def _change_rules(self, request: Request) -> Any:
        self.rules.become(await read(request, Rules))
        return {"ok": True, "rules": self.rules.model_dump(mode="json")}

    async def _show_calls(self, request: Request) -> Any:
        """Return the calls, those of one `op` alone, and those that arrived `since` a moment, where that is asked."""
        op, since = request.query_params.get("op"), float(request.query_params.get("since", 0))
        return [each for each in self.calls.read() if (op is None or each["op"] == op) and each["at"] >= since]

    async def _reset(self, _: Request) -> Any:
        self.faults.clear()
        self.budget.clear()
        self.calls.clear()
        self.rules.become(Rules.model_validate(Rules().model_dump() | {"names": self.names}))
        self.world.reset()
        return {"ok": True}

    async def _follow(self, _: Request) -> Any:
        return self.stream.answer()

    def _creator(self, username: str) -> Creator:
        creator = self.world.creator(username)
        if creator is None:
            raise Refused(404, f"There is no creator {username}.")
        return creator

    def _profile(self, ig_id: str) -> Profile:
        profile = self.world.profile(ig_id)
        if profile is None:
            raise Refused(404, f"There is no profile with the Instagram id {ig_id}.")
        return profile

    def _show_profile(self, profile: Profile) -> dict[str, Any]:
        token = self.world.people.token_of(profile.keeper)
        return {
            "ig_id": profile.ig_id,
            "username": profile.username,
            "name": profile.name,
            "access_token": token.value,
            "is_expired": why_ended(self.world, token) is not None,
        }


def _show_creator(creator: Creator) -> dict[str, Any]:
    return {
        "ig_id": creator.ig_id,
        "username": creator.username,
        "name": creator.name,
        "behaviour": creator.behaviour,
        "professional": creator.professional,
        "taggable": creator.taggable,
        "followers": creator.followers,
    }


def _show_business(business: Business) -> dict[str, Any]:
    shared = {ig_id: sorted(tasks) for ig_id, tasks in business.client_instagram.items()}
    return asdict(business) | {"client_instagram": shared}
