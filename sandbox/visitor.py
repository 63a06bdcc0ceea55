"""A creator with a browser, for the demo: opens a link, presses buttons of pages by their words, and answers Meta's dialog."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from sandbox.person import NotSeen


@dataclass
class _Form:
    action: str
    filled: dict[str, str] = field(default_factory=dict)
    button: str = ""


class _Reader(HTMLParser):
    """Reads the forms of a page, with what they hold before anybody types."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.heading = ""
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form(given["action"]))
        elif tag == "input" and "name" in given and (given.get("type") == "hidden" or "checked" in given):
            self.forms[-1].filled[given["name"]] = given.get("value", "on")
        elif tag in ("h1", "button"):
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "h1":
            self.heading += data
        elif self._within == "button" and self.forms:
            self.forms[-1].button += data


class Visitor:
    """Somebody at Greenlight's own pages, with cookies of their own; no script is run."""

    def __init__(self, sandbox_url: str) -> None:
        self._sandbox_url = sandbox_url
        self._http = httpx.AsyncClient(timeout=30)
        self._page, self._url = _Reader(), ""

    async def leave(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def open(self, link: str) -> str:
        """Open a link; returns the heading of the page it leads to."""
        return await self._arrived(await self._http.get(link))

    async def press(self, button: str) -> str:
        """Press the button with those words; returns the next page's heading, or nothing where it is Meta's dialog.

        Raises NotSeen where there is no such button.
        """
        form = next((each for each in self._page.forms if each.button.strip() == button), None)
        if form is None:
            raise NotSeen(f"the page “{self._page.heading}” has no button “{button}”")
        return await self._arrived(await self._http.post(urljoin(self._url, form.action), data=form.filled))

    async def let_in(self, person: str) -> str:
        """Say yes in Meta's dialog as somebody; returns the heading of the page that leads back to."""
        body = {"person": person, "redirect": self._url, "answer": "accept"}
        answer = await self._http.post(f"{self._sandbox_url}/graph/_control/login", json=body)
        answer.raise_for_status()
        return await self.open(answer.json()["location"])

    async def _arrived(self, answer: httpx.Response) -> str:
        while answer.is_redirect:
            self._url = urljoin(str(answer.url), answer.headers["location"])
            if self._url.startswith(self._sandbox_url):  # the dialog: a person answers it
                return ""
            answer = await self._http.get(self._url)
        answer.raise_for_status()
        self._page, self._url = _Reader(), str(answer.url)
        self._page.feed(answer.text)
        return self._page.heading
