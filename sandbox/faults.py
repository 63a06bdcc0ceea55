"""Faults on order: what goes wrong with the next calls, the same way for both halves of the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MethodType
from typing import Any, Literal, cast

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.clock import Clock

When = Literal["before", "after"]


class NoAnswer(Response):
    """Drops the TCP connection: the client gets no status line at all."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Abort the connection and wait until the server has noticed, so that it does not answer for us."""
        del send
        cast(Callable[[], None], scope["sandbox.drop"])()
        while (await receive())["type"] != "http.disconnect":
            pass


def allow_drops(app: Any) -> Any:
    """Wrap the outermost ASGI application so that `NoAnswer` can reach the TCP transport beneath uvicorn."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            # uvicorn's `send` is a method of its request cycle, and Starlette wraps it further in: look here.
            cycle: Any = cast(MethodType, send).__self__
            scope["sandbox.drop"] = cycle.transport.abort
        await app(scope, receive, send)

    return wrapped


@dataclass
class Fault:
    """One thing that will go wrong: with which calls, how, before or after their effect, how many times."""

    on: str
    kind: str
    when: When = "before"
    times: int = 1
    only: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, body: Mapping[str, Any], *, kinds: frozenset[str], filters: frozenset[str]) -> Fault:
        """Read a control body; a key named in `filters` narrows the fault, other keys are its options.

        Raises ValueError with a sentence for a kind or moment that does not exist.
        """
        options = dict(body)
        on, kind, when = options.pop("on", "*"), options.pop("kind", None), options.pop("when", "before")
        if kind not in kinds:
            raise ValueError(f"There is no fault {kind!r}: one of {', '.join(sorted(kinds))}.")
        if when not in ("before", "after"):
            raise ValueError(f"A fault happens 'before' or 'after' the effect, not {when!r}.")
        times = int(options.pop("times", 1))
        only = {name: str(options.pop(name)) for name in filters & options.keys()}
        return cls(on=on, kind=kind, when=when, times=times, only=only, options=options)


@dataclass
class Held:
    """One call that waits in a `hold`."""

    on: str
    when: When
    args: Mapping[str, Any]
    released: asyncio.Future[bool]


class Faults:
    """The faults on order and the calls they hold."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[Fault] = []
        self._held: list[Held] = []

    def order(self, fault: Fault) -> None:
        """Let this go wrong from now on, after what was ordered before."""
        self._waiting.append(fault)

    def held(self) -> list[dict[str, Any]]:
        """Tell which calls wait in a `hold` now."""
        return [{"on": held.on, "when": held.when, "args": dict(held.args)} for held in self._held]

    def release(self, *, drop: bool = False) -> int:
        """Let held calls go on, or drop their connections; returns how many there were."""
        waiting = [held for held in self._held if not held.released.done()]
        for held in waiting:
            held.released.set_result(drop)
        return len(waiting)

    def clear(self) -> None:
        """Forget every fault and drop what is held."""
        self._waiting.clear()
        self.release(drop=True)

    async def meet(
        self,
        request: Request,
        *,
        on: str,
        when: When,
        args: Mapping[str, Any],
        answer: Callable[[Fault], Response],
        about: Mapping[str, str] | None = None,
    ) -> Response | None:
        """Carry out the next fault for this call, if any; None means that the call goes on.

        The request's body must have been read. `lost`, `hold`, `slow`, `status` and `garbage` are carried
        out here, every other kind is answered by `answer`. A call held `before` whose client goes away, or
        that is released with `drop`, never has its effect; a `slow` one has it all the same, as with a
        real server.
        """
        fault = self._take(on=on, when=when, about=about or {})
        if fault is None:
            return None
        match fault.kind:
            case "lost":
                return NoAnswer()
            case "hold":
                return await self._hold(request, on=on, when=when, args=args)
            case "slow":
                await self._clock.sleep(float(fault.options.get("seconds", 1)))
                return None
            case "status":
                status = int(fault.options.get("status", 500))
                return PlainTextResponse("the sandbox was told to answer so", status_code=status)
            case "garbage":
                return Response(b"<html><body>\xffnot json", media_type="text/html")
            case _:
                return answer(fault)

    def _take(self, *, on: str, when: When, about: Mapping[str, str]) -> Fault | None:
        for fault in self._waiting:
            fits = fault.on in (on, "*") and fault.when == when
            if fits and all(about.get(name) == wanted for name, wanted in fault.only.items()):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    async def _hold(self, request: Request, *, on: str, when: When, args: Mapping[str, Any]) -> Response | None:
        held = Held(on, when, args, asyncio.get_running_loop().create_future())
        self._held.append(held)
        gone = asyncio.create_task(_client_gone(request))
        try:
            await asyncio.wait([held.released, gone], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._held.remove(held)
            gone.cancel()
        # When both happened at once the client's absence counts: nobody would hear of the effect.
        if gone.done() or held.released.result():
            return NoAnswer()
        return None


async def _client_gone(request: Request) -> bool:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return True
