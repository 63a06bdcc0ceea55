"""How a control call is read, carried out, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class Wish(BaseModel):
    """A control call's body; keys it does not know are refused."""

    model_config = ConfigDict(extra="forbid")


_W = TypeVar("_W", bound=BaseModel)


class Refused(Exception):
    """A control call that cannot be done: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read(request: Request, shape: type[_W]) -> _W:
    """Read a body into its model; raises Refused (400) with what is wrong in it."""
    body = await request.body()
    try:
        return shape.model_validate_json(body or b"{}")
    except ValidationError as failure:
        problems = "; ".join(
            f"{'.'.join(str(step) for step in error['loc']) or 'body'}: {error['msg']}" for error in failure.errors()
        )
        raise Refused(400, problems) from failure


def route(method: str, path: str, act: Callable[[Request], Awaitable[Any]]) -> Route:
    """Make a route below `/_control` out of an act that answers JSON, or a whole response."""

    async def endpoint(request: Request) -> Response:
        try:
            answer = await act(request)
        except Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.sentence}, status_code=refusal.status)
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    return Route(path, endpoint, methods=[method])
