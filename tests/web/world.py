"""The sandbox as its own process, and calls to its two control APIs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests import nursery

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox at `url`."""

    url: str

    def read(self, path: str) -> Any:
        """Read one control answer, for example `slack/world`."""
        return self._call("GET", path, None)

    def do(self, path: str, **body: Any) -> Any:
        """Make one control call, for example `graph/answer`."""
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        half, _, call = path.partition("/")
        # Nothing is encrypted: reading the certificates would cost more than the call.
        with httpx.Client(transport=httpx.HTTPTransport(verify=False), timeout=20) as http:
            answer = http.request(method, f"{self.url}/{half}/_control/{call}", json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def user(self, name: str) -> str:
        """Give the id of a seeded person."""
        return next(str(user["id"]) for user in self.read("slack/world")["users"] if user["name"] == name)

    def channel(self, name: str) -> str:
        """Give the id of a seeded channel."""
        return next(str(each["id"]) for each in self.read("slack/world")["channels"] if each["name"] == name)

    def request(self, creator: str, *, status: str = "PENDING") -> None:
        """Let the first brand's request stand at a creator's phone."""
        brand = self.read("graph/world")["profiles"][0]["ig_id"]
        self.do("graph/permission", profile_ig_id=brand, creator_username=creator, status=status)


@contextmanager
def running_sandbox(*, port: int = 0) -> Iterator[Sandbox]:
    """Start both halves and the page (0: on a free port); ends the process afterwards."""
    with nursery.running_sandbox("--manifest", str(HERE / "manifest.yml"), port=port) as url:
        yield Sandbox(url)
