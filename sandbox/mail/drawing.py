"""The page of the mail box: every letter that came in, the newest on top; without script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import htpy as h

from sandbox.mail.box import Letter


def draw_box(letters: Sequence[Letter], *, styles: str) -> str:
    """Draw the page; what a letter says is shown as it is, and nothing of it is markup."""
    shown: h.Node = h.p["No letter has come in yet. Load this page again later."]
    if letters:
        shown = h.ul(".letters")[[_letter(letter) for letter in reversed(letters)]]
    return str(
        h.html(lang="en")[
            h.head[
                h.meta(charset="utf-8"),
                h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                h.meta(name="color-scheme", content="light dark"),
                h.title["Mail box of the sandbox"],
                [h.link(rel="stylesheet", href=f"{styles}/{name}.css") for name in ("base", "login")],
            ],
            h.body(".login")[h.main[h.h1["Mail box"], h.p["Every letter that Greenlight has e-mailed here."], shown]],
        ]
    )


def _letter(letter: Letter) -> h.Element:
    at = datetime.fromtimestamp(letter.at, tz=UTC)
    message = letter.message
    return h.li[
        h.article[
            h.h2[str(message["subject"])],
            h.p[h.small[f"From {message['from']} to {message['to']}"]],
            h.p[h.small[h.time(datetime=at.isoformat())[f"{at:%Y-%m-%d %H:%M:%S} UTC"]]],
            h.pre[letter.text],
        ]
    ]
