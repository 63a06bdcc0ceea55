"""What every page has: the document, its heading, and the pieces that pages share; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import htpy as h
from htpy import Element, Node

from bot.words import say, spoken


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page is served: `base` is the path before ours behind a proxy, `form_key` what proves a form to be ours."""

    base: str
    form_key: str = ""


def page(title: str, *content: Node, place: Place) -> str:
    """Draw a whole page. Nothing of it needs script, and nothing comes from elsewhere."""
    document = h.html(lang=spoken().code.replace("_", "-"))[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.meta(name="robots", content="noindex"),
            h.title[f"{title} – Greenlight"],
            h.link(rel="stylesheet", href=f"{place.base}/connect/style.css"),
        ],
        h.body[
            h.header(aria_label="Greenlight")[h.p(".name")["Greenlight"]],
            h.main(aria_labelledby="title")[h.h1("#title")[title], content],
            h.footer[h.p[say("connect.page.footer")]],
        ],
    ]
    return str(document)


def form(address: str, *content: Node, place: Place, **attributes: str) -> Element:
    """Draw a form that only this browser can send."""
    return h.form(method="post", action=f"{place.base}{address}", **attributes)[
        h.input(type="hidden", name="form_key", value=place.form_key), content
    ]


def button(words: str, *, is_first: bool = True) -> Element:
    """Draw the button of a form."""
    return h.button(".first" if is_first else ".second", type="submit")[words]


def terms(rows: Iterable[tuple[str, str]]) -> Element:
    """Draw names of Meta's, each with its meaning; a long one breaks behind its parts."""
    return h.dl[((h.dt[h.code[_breakable(name)]], h.dd[meaning]) for name, meaning in rows)]


def notice(*content: Node, kind: str = "notice") -> Element:
    """Draw what is to be noticed first; a screen reader says it at once."""
    return h.div(f".{kind}", role="alert" if kind == "trouble" else "status")[content]


def day_words(day: date) -> str:
    """Write a day, which no reader takes for a month."""
    return say("invite.page.day", day=f"{day.day}", month=say(f"invite.page.month.{day.month}"), year=f"{day.year}")


def _breakable(name: str) -> Node:
    first, *others = name.split("_")
    return [first, [[h.wbr, f"_{part}"] for part in others]]
