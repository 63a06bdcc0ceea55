"""`POST /_control/crowd`: a brand gets a list as long as no test has patience to ask for one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.model import Status
from sandbox.graph.world import World


class CrowdWish(Wish):
    """So many creators who answer nothing are added, each with a permission: of one status, or of every one by turns."""

    profile_ig_id: str
    count: int = Field(ge=1, le=1_000_000)
    status: Status | None = None


@dataclass(frozen=True)
class CrowdControl:
    """The control call that makes very many at once."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [route("POST", "/crowd", self._gather)]

    async def _gather(self, request: Request) -> Any:
        wish = await read(request, CrowdWish)
        brand = self.world.profile(wish.profile_ig_id)
        if brand is None:
            raise Refused(404, f"There is no profile with the Instagram id {wish.profile_ig_id}.")
        known = len(self.world.creators)
        for number, turn in zip(range(known, known + wish.count), cycle(Status), strict=False):
            creator = self.world.add_creator(f"crowd.{number:06}")
            self.world.add_permission(brand=brand, creator=creator, status=wish.status or turn)
        return {"ok": True, "creators": len(self.world.creators)}
