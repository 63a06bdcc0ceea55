"""`/_control/...`: what a test or the page does to this world, and reads of it (the table is in sandbox/README.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.faults import Fault, Faults
from sandbox.graph import phone, seed, wishes
from sandbox.graph.budget import Budget
from sandbox.graph.calls import Calls
from sandbox.graph.model import Creator, Profile
from sandbox.graph.rules import Names, Rules
from sandbox.graph.world import World
from sandbox.stream import Stream

_W = TypeVar("_W", bound=BaseModel)
_KINDS: frozenset[str] = frozenset(get_args(wishes.Kind))


class _Refused(Exception):
    """A control call that cannot be done: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


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
            _route("GET", "/world", self._show_world),
            _route("POST", "/answer", self._answer),
            _route("GET", "/phone/{username}", self._show_phone),
            _route("POST", "/creator", self._put_creator),
            _route("POST", "/permission", self._put_permission),
            _route("POST", "/token", self._change_token),
            _route("POST", "/fault", self._order_fault),
            _route("GET", "/held", self._show_held),
            _route("POST", "/release", self._release),
            _route("POST", "/clock", self._move_clock),
            _route("GET", "/rules", self._show_rules),
            _route("POST", "/rules", self._change_rules),
            _route("GET", "/calls", self._show_calls),
            _route("POST", "/reset", self._reset),
            _route("GET", "/stream", self._follow),
        ]

    async def _show_world(self, _: Request) -> Any:
        return {
            "app_id": seed.APP_ID,
            "app_secret": seed.APP_SECRET,
            "profiles": [_show_profile(profile) for profile in self.world.profiles],
            "creators": [_show_creator(creator) for creator in self.world.creators],
        }

    async def _answer(self, request: Request) -> Any:
        wish = await _read(request, wishes.AnswerWish)
        creator = self._creator(wish.creator_username)
        try:
            answered = phone.answer(self.world, wish, creator=creator)
        except phone.NothingToAnswer as nothing:
            raise _Refused(409, str(nothing)) from nothing
        return {"ok": True, "answered": answered}

    async def _show_phone(self, request: Request) -> Any:
        return phone.show(self.world, self._creator(request.path_params["username"]))

    async def _put_creator(self, request: Request) -> Any:
        wish = await _read(request, wishes.CreatorWish)
        if wish.rename_to and self.world.creator(wish.rename_to):
            raise _Refused(409, f"There already is a creator {wish.rename_to.lower()}.")
        creator = self.world.put_creator(
            wish.username,
            behaviour=wish.behaviour,
            professional=wish.professional,
            followers=wish.followers,
            rename_to=wish.rename_to,
        )
        return {"ok": True, "creator": _show_creator(creator)}

    async def _put_permission(self, request: Request) -> Any:
        wish = await _read(request, wishes.PermissionWish)
        brand, creator = self._profile(wish.profile_ig_id), self._creator(wish.creator_username)
        permission = self.world.put(brand=brand, creator=creator, status=wish.status)
        return {"ok": True, "permission_id": permission.id}

    async def _change_token(self, request: Request) -> Any:
        wish = await _read(request, wishes.TokenWish)
        profile = self._profile(wish.profile_ig_id)
        if wish.state == "expired":
            profile.expired_at = self.clock.now()
        else:
            profile.renew_token()
        return {"ok": True, "profile": _show_profile(profile)}

    async def _order_fault(self, request: Request) -> Any:
        wish = await _read(request, wishes.FaultWish)
        body = wish.model_dump(exclude_none=True)
        self.faults.order(Fault.read(body, kinds=_KINDS, filters=frozenset({"profile_ig_id"})))
        return {"ok": True}

    async def _show_held(self, _: Request) -> Any:
        return {"held": self.faults.held()}

    async def _release(self, request: Request) -> Any:
        wish = await _read(request, wishes.ReleaseWish)
        return {"ok": True, "released": self.faults.release(drop=wish.drop)}

    async def _move_clock(self, request: Request) -> Any:
        wish = await _read(request, wishes.ClockWish)
        self.clock.advance(wish.advance_seconds)
        self.world.permissions()
        return {"ok": True, "now": self.clock.now()}

    async def _show_rules(self, _: Request) -> Any:
        return self.rules.model_dump()

    async def _change_rules(self, request: Request) -> Any:
        self.rules.become(await _read(request, Rules))
        return {"ok": True, "rules": self.rules.model_dump()}

    async def _show_calls(self, _: Request) -> Any:
        return self.calls.read()

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
            raise _Refused(404, f"There is no creator {username}.")
        return creator

    def _profile(self, ig_id: str) -> Profile:
        profile = self.world.profile(ig_id)
        if profile is None:
            raise _Refused(404, f"There is no profile with the Instagram id {ig_id}.")
        return profile


async def _read(request: Request, shape: type[_W]) -> _W:
    body = await request.body()
    try:
        return shape.model_validate_json(body or b"{}")
    except ValidationError as failure:
        problems = "; ".join(
            f"{'.'.join(str(step) for step in error['loc']) or 'body'}: {error['msg']}" for error in failure.errors()
        )
        raise _Refused(400, problems) from failure


def _route(method: str, path: str, act: Callable[[Request], Awaitable[Any]]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            answer = await act(request)
        except _Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.sentence}, status_code=refusal.status)
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    return Route(path, endpoint, methods=[method])


def _show_profile(profile: Profile) -> dict[str, Any]:
    return {
        "ig_id": profile.ig_id,
        "username": profile.username,
        "name": profile.name,
        "access_token": profile.access_token,
        "is_expired": profile.expired_at is not None,
    }


def _show_creator(creator: Creator) -> dict[str, Any]:
    return {
        "ig_id": creator.ig_id,
        "username": creator.username,
        "name": creator.name,
        "behaviour": creator.behaviour,
        "professional": creator.professional,
        "followers": creator.followers,
    }
