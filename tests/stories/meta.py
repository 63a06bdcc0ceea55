"""A running Graph service, moved by its control API."""

from __future__ import annotations

from typing import Any

from tests.running import plain_http


class Meta:
    """What the story can see and do at Meta's side."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = plain_http(f"{url}/_control")
        self.world: dict[str, Any] = {}

    async def __aenter__(self) -> Meta:
        """Bring back the seeded world and learn it."""
        await self.post("reset")
        self.world = await self.get("world")
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the connections to the control API."""
        await self._client.aclose()

    async def get(self, path: str) -> Any:
        """Look at something."""
        answer = await self._client.get(f"/{path}")
        answer.raise_for_status()
        return answer.json()

    async def post(self, path: str, /, **body: Any) -> Any:
        """Do something."""
        answer = await self._client.post(f"/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    async def answer(self, creator: str, answer: str) -> None:
        """Have the creator approve, decline or revoke."""
        await self.post("answer", creator_username=creator, answer=answer)

    async def on_phone(self, creator: str) -> list[dict[str, Any]]:
        """Return the requests that reached the creator."""
        requests: list[dict[str, Any]] = (await self.get(f"phone/{creator}"))["requests"]
        return requests

    async def calls(self, op: str) -> list[dict[str, Any]]:
        """Return the calls of one kind that Meta got, lost and held ones too."""
        return [call for call in await self.get("calls") if call["op"] == op]

    def profile(self, username: str = "northlight.skin") -> dict[str, Any]:
        """Return one of the brand's accounts, with its token."""
        found: dict[str, Any] = next(each for each in self.world["profiles"] if each["username"] == username)
        return found
