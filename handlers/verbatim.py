"""Names, captions and titles that strangers wrote, within a line of ours: shown as text, and nothing around them changes.

Slack knows no sign that takes the meaning from `*`, `_`, `~`, `` ` `` and `:`, so they give way to signs that look alike.
Addresses, channels and people are not found by Slack in our texts anyway (`verbatim` in `handlers.blocks`).
https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
import unicodedata

from handlers.phrases import LONGEST_QUOTE, escaped

_ALIKE = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "\u02cb", "|": "\u00a6"})
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Within a word it means nothing to Slack, and names are full of it."""
_ICON = re.compile(r":(?=[^\s:]+:)")
_QUOTE = re.compile(r"^>+")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing, for more than the name itself."""
_JOINERS = "\u200c\u200d"
"""Persian words and emoji are written with them."""
_ISOLATE, _END = "\u2068", "\u2069"


def verbatim(text: str, *, most: int = LONGEST_QUOTE) -> str:
    """Make a stranger's name or title safe to stand in a line of mrkdwn; empty where nothing of it can be seen.

    `most` is in characters, escapes counted. What is written from right to left is set apart from the line it stands in.
    """
    shown = _ICON.sub("\u2236", one_line(text).translate(_ALIKE))
    shown = escaped(_QUOTE.sub("\u203a", shown), most=most)
    shown = _EDGE_UNDERSCORE.sub("\u02cd", shown)  # where it was cut there is an edge, too
    is_turned = any(unicodedata.bidirectional(each) in ("R", "AL") for each in shown)
    return f"{_ISOLATE}{shown}{_END}" if is_turned else shown


def one_line(text: str) -> str:
    """Write a stranger's text in one line, without what cannot be seen: for where Slack reads plain text."""
    told = _TURNS.sub("", text)
    seen = (each if each in _JOINERS or not unicodedata.category(each).startswith("C") else " " for each in told)
    return " ".join("".join(seen).split())
