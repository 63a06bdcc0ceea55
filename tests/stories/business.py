"""A business at Meta with several brands, as a script: its list, and the brands' own, each as a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpx

from storage.ids import ConnectionId
from storage.tables import Health, Profile
from tests.storage.builders import NORTHLIGHT, NOW, a_connection, a_profile
from tests.stories.hands import Hands, ScriptedMeta

BUSINESS = "900000000000001"
BRANDS = ("17841400000000001", "17841400000000002", "17841400000000003")
CREATORS = {"900": "maya.makes", "901": "juno.skates", "902": "nils.cooks"}
NUMBERS = {"PENDING": 1, "APPROVED": 2, "REJECTED": 3, "REVOKED": 4, "CANCELED": 6}
REFUSED = {"message": "Unsupported get request", "code": 100, "error_subcode": 33}


class BusinessMeta(ScriptedMeta):
    """What Meta lists for each brand, and for all of them at once."""

    def __init__(self) -> None:
        super().__init__()
        self.lists_of: dict[str, list[dict[str, Any]]] = {brand: [] for brand in BRANDS}
        self.walks: list[tuple[str, ...]] = []
        """The brands of each reading of the business's list, in order."""
        self.in_numbers = True
        self.left_out: set[str] = set()
        self.stands_still: list[dict[str, Any]] | None = None
        """What the business's list says for ever; None while it is true."""
        self.trouble: Callable[[], httpx.Response] | None = None
        self.own_trouble: dict[str, httpx.Response] = {}

    def put(self, brand: str, creator: str, status: str) -> None:
        """Make a permission, or change the newest one of that creator."""
        newest = next((row for row in self.lists_of[brand][::-1] if row["creator_id"] == creator), None)
        if newest is not None and newest["permission_status"] in ("PENDING", "APPROVED"):
            newest["permission_status"] = status
            return
        number = sum(len(rows) for rows in self.lists_of.values())
        self.lists_of[brand].append(
            {
                "id": f"P{number}",
                "permission_status": status,
                "creator_id": creator,
                "creator_username": CREATORS[creator],
            }
        )

    def stand_still(self) -> None:
        """Let the business's list say from now on what it says now."""
        self.stands_still = [row for brand in BRANDS for row in self._rows(brand)]

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        _, _, node, edge = request.url.path.split("/")
        if edge == "branded_content_ad_permissions" and request.method == "GET":
            self.looked_at.append(node)
            return self.own_trouble.get(node) or httpx.Response(200, json={"data": self.lists_of[node]})
        assert (edge, node) == ("ig_bc_ad_permissions", BUSINESS)
        wanted = [str(each) for each in json.loads(request.url.params["brand_instagram_accounts"])]
        self.walks.append(tuple(sorted(wanted)))
        if self.trouble is not None:
            return self.trouble()
        rows = self.stands_still
        if rows is None:
            rows = [row for brand in BRANDS for row in self._rows(brand)]
        return httpx.Response(200, json={"data": [row for row in rows if row["brand_ig_fbid"] in wanted]})

    def _rows(self, brand: str) -> Iterable[dict[str, Any]]:
        if brand in self.left_out:
            return
        for row in self.lists_of[brand][::-1]:
            status = row["permission_status"]
            yield {
                "brand_ig_fbid": brand,
                "creator_ig_user": {"id": row["creator_id"], "username": row["creator_username"]},
                "permission_status": NUMBERS[status] if self.in_numbers else status,
            }


class Agency(Hands):
    """Three brands that one person connected; in one business, or in none that Meta named."""

    meta: BusinessMeta

    def __init__(self, database_url: str, *, has_business: bool = True) -> None:
        super().__init__(database_url, meta=BusinessMeta())
        self._business_id = BUSINESS if has_business else None
        self.profiles: list[Profile] = []
        self.connection_id: ConnectionId

    async def connect_all(self, names: Sequence[str] = BRANDS) -> None:
        """Connect the brands, none of which was read."""
        async with self.storage.across_workspaces() as everywhere:
            await everywhere.ensure(NORTHLIGHT, name="Northlight", now=NOW)
        async with self.storage.write(NORTHLIGHT) as uow:
            connection = a_connection(sealed_token=self._sealed, next_check_at=None)
            uow.connections.add(connection)
            await uow.flush()
            self.connection_id = connection.id
            for brand in names:
                profile = a_profile(
                    ig_id=brand,
                    username=f"brand.{brand}",
                    sealed_token=self._sealed,
                    health=Health.NEW,
                    next_look_at=self.now,
                    connection_id=connection.id,
                )
                uow.profiles.add(profile)
                await uow.flush()
                await uow.connections.lead(connection, to=profile.id, tasks=None, business_id=self._business_id)
                self.profiles.append(profile)

    async def look_at_all(self) -> None:
        """Have every profile due, and looked at."""
        async with self.storage.write(NORTHLIGHT) as uow:
            for profile in await uow.business_lists.lock([each.id for each in self.profiles]):
                profile.next_look_at = self.now
        await self.tick()

    async def told(self) -> dict[tuple[str, str], list[str]]:
        """Return the states of each brand's requests, by brand and creator, the oldest first."""
        found: dict[tuple[str, str], list[str]] = {}
        async with self.storage.read(NORTHLIGHT) as uow:
            for profile in self.profiles:
                for request in await uow.requests.stands(profile.id):
                    found.setdefault((profile.ig_id, request.creator_username), []).append(request.state)
        return {key: sorted(states) for key, states in found.items()}

    async def lines(self) -> list[tuple[str, str]]:
        """Return the history of all requests, without its order: what it is about, and what happened."""
        async with self.storage.read(NORTHLIGHT) as uow:
            requests = [each for profile in self.profiles for each in await uow.requests.stands(profile.id)]
            lines = [(each.creator_username, line.tag) for each in requests for line in await uow.audit.of(each.id)]
            return sorted(lines)
