"""`POST /_control/page_action`: the owner of a Page asks, answers or ends a permission in Facebook itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.assets import Page
from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.pages_api.store import NotPossible
from sandbox.graph.world import World

Action = Literal["send-request", "cancel-request", "accept-request", "reject-request", "remove-permission"]


class PageActionWish(Wish):
    """What the owner of `page_id` taps, about the Page `partner_page_id`."""

    page_id: str
    partner_page_id: str
    action: Action


@dataclass(frozen=True)
class PageControl:
    """The control calls about permissions between Pages."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [route("POST", "/page_action", self._act)]

    async def _act(self, request: Request) -> Any:
        wish = await read(request, PageActionWish)
        page, partner = self._page(wish.page_id), self._page(wish.partner_page_id)
        try:
            done = self.world.page_permissions.act(wish.action, page=page, partner=partner, now=self.world.clock.now())
        except NotPossible as failure:
            raise Refused(409, str(failure)) from failure
        return {"ok": True, "permission_id": done.id, "status": done.status.name}

    def _page(self, page_id: str) -> Page:
        page = self.world.page(page_id)
        if page is None:
            raise Refused(404, f"There is no Page {page_id}.")
        return page
