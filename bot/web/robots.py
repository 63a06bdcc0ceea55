"""Who opens links before people do: previews of chats and mail, and scanners. They are shown the page, and not counted.

A heuristic, and harmless where it errs: an opening is a hint for the team and nothing else depends on it.
"""

from __future__ import annotations

import re

from starlette.requests import Request

_NAMES = re.compile(
    r"bot\b|crawl|spider|preview|scan|facebookexternalhit|meta-external|slack|whatsapp|telegram|discord|skype|"
    r"embedly|curl|wget|python|go-http|java/|okhttp|headless|outlook|proofpoint|mimecast|barracuda",
    re.IGNORECASE,
)


def is_person(request: Request) -> bool:
    """Tell whether somebody seems to open a page in a browser."""
    agent = request.headers.get("user-agent", "")
    is_ahead = "prefetch" in (request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")).lower()
    return request.method == "GET" and bool(agent) and not is_ahead and not _NAMES.search(agent)
