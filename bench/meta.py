"""The Graph service of the sandbox, moved and read by its control API."""

from __future__ import annotations

from typing import Any, Self

import httpx

PLENTY = 100_000_000


class Meta:
    """Meta's side: brands, creators, and the calls that arrived."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.world: dict[str, Any] = {}
        self.ids: dict[str, str] = {}
        """Instagram ids by handle."""
        self._client = httpx.AsyncClient(base_url=f"{url}/_control", timeout=60, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.aclose()

    async def begin(self) -> None:
        """Bring back the seeded world, with budgets for calls that are never used up."""
        await self._post("reset")
        await self._post("rules", instagram_calls_per_day=PLENTY, platform_calls_per_hour=PLENTY)
        self.world = await self._get("world")

    async def add_creators(self, names: list[str]) -> None:
        """Add creators who never answer."""
        for name in names:
            await self._post("creator", username=name, behaviour="ignores")
        self.ids = {each["username"]: each["ig_id"] for each in (await self._get("world"))["creators"]}

    def brand(self, number: int) -> dict[str, Any]:
        """Return one of the brand's accounts, with its token: 0 is Greenlight's, 1 the floor's."""
        brand: dict[str, Any] = self.world["profiles"][number]
        return brand

    async def add_brands(self, name: str, count: int, *, calls_per_day: int) -> list[dict[str, Any]]:
        """Add brands with a request open each, of a creator who never answers."""
        await self.add_creators([f"{name}.creator"])
        brands = []
        for number in range(count):
            body = {"username": f"{name}.{number:04}", "calls_per_day": calls_per_day}
            brands.append((await self._post("profile", **body))["profile"])
            wish = {"profile_ig_id": brands[-1]["ig_id"], "creator_username": f"{name}.creator"}
            await self._post("permission", **wish, status="PENDING")
        return brands

    async def add_crowd(self, brand: dict[str, Any], count: int) -> None:
        """Give a brand so many permissions, of as many creators."""
        await self._post("crowd", profile_ig_id=brand["ig_id"], count=count)

    async def publish(self, ig_id: str, *, caption: str) -> str:
        """Publish a post of an account; returns its id."""
        return str((await self._post("post", owner_id=ig_id, kind="image", caption=caption))["post"]["id"])

    async def comment(self, post_id: str, *, text: str) -> str:
        """Have somebody comment on a post; returns the comment's id."""
        return str((await self._post("comment", on=post_id, text=text))["comment_id"])

    async def throttle(self, brand: dict[str, Any], *, minutes: float) -> None:
        """Refuse the next look at a brand, and every other until that long after it."""
        await self._post("fault", on="list", kind="throttle", minutes=minutes, profile_ig_id=brand["ig_id"])

    async def calls(self, op: str, *, since: float = 0.0) -> list[dict[str, Any]]:
        """Return the calls of a kind that arrived, since a moment, and were answered."""
        return [call for call in await self._get(f"calls?op={op}&since={since}") if call["status"] is not None]

    async def requests(self, *, brand: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the requests that arrived from one account, each with the moment it did."""
        return [
            call
            for call in await self._get("calls")
            if call["op"] == "request" and call["status"] == 200 and f"/{brand['ig_id']}/" in call["path"]
        ]

    async def _get(self, path: str) -> Any:
        answer = await self._client.get(f"/{path}")
        answer.raise_for_status()
        return answer.json()

    async def _post(self, path: str, /, **body: Any) -> Any:
        answer = await self._client.post(f"/{path}", json=body)
        answer.raise_for_status()
        return answer.json()
