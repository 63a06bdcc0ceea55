"""Somebody with a browser at Greenlight's own pages: keeps cookies, reads pages, presses buttons; no script is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

_SILENT = {"script", "style", "title"}


@dataclass
class Form:
    """A form of a page: where it leads, what it carries, what can be ticked."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, bool] = field(default_factory=dict)
    """By value, whether it is ticked beforehand."""
    box_name: str = ""
    button: str = ""


@dataclass
class Page:
    """What the browser shows."""

    url: str
    status: int
    headers: httpx.Headers
    title: str
    words: str
    forms: list[Form]
    links: list[str]

    def form(self, button: str) -> Form:
        """Give the form with this button."""
        return next(each for each in self.forms if button in each.button)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.title = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(given["action"]))
        elif tag == "input" and given["type"] == "hidden":
            self.forms[-1].hidden[given["name"]] = given["value"]
        elif tag == "input" and "readonly" not in given:  # that is there to be copied
            self.forms[-1].box_name = given["name"]
            self.forms[-1].boxes[given["value"]] = "checked" in given
        elif tag == "a":
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not data.strip() or _SILENT & set(self._open):
            return
        self.words.append(data)
        if "h1" in self._open:
            self.title += data
        if "button" in self._open:
            self.forms[-1].button += data


def read_page(answer: httpx.Response) -> Page:
    """Read an answer as a browser does."""
    reader = _Reader()
    reader.feed(answer.text)
    return Page(
        url=str(answer.url),
        status=answer.status_code,
        headers=answer.headers,
        title=reader.title,
        words="\n".join(reader.words),
        forms=reader.forms,
        links=reader.links,
    )


class Visitor:
    """A browser with cookies of its own. `dialog` is the address of Meta's dialog it was last sent to."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.client = httpx.AsyncClient(timeout=30)
        self.dialog = ""
        self.last = ""
        """The address it went to last, come what may."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.aclose()

    async def open(self, url: str) -> Page:
        """Open an address, and go where it leads."""
        return await self._arrived(await self.client.get(urljoin(self.base, url)))

    async def press(self, page: Page, button: str, *, ticks: Sequence[str] | None = None) -> Page:
        """Press a button of a page; `ticks` are the boxes that are ticked, by default those that are already."""
        return await self.send(page.form(button), ticks=ticks)

    async def send(self, form: Form, *, ticks: Sequence[str] | None = None) -> Page:
        """Send a form."""
        chosen = [value for value, is_ticked in form.boxes.items() if is_ticked] if ticks is None else list(ticks)
        content: dict[str, str | list[str]] = {**form.hidden}
        if chosen:
            content[form.box_name or "accounts"] = chosen
        return await self._arrived(await self.client.post(urljoin(self.base, form.action), data=content))

    async def _arrived(self, answer: httpx.Response) -> Page:
        while answer.is_redirect:
            target = urljoin(str(answer.url), answer.headers["location"])
            if not target.startswith(self.base):
                self.dialog = target
                return read_page(answer)
            self.last = target
            answer = await self.client.get(target)
        return read_page(answer)


def query_of(url: str) -> dict[str, str]:
    """Read what an address carries."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
