"""E-mail addresses as they may be shown to a channel; pure.

People type addresses into any column, mail servers quote them, and what is copied from a message that came back is often
half of one: what stands before the sign is a person's all the same.
"""

from __future__ import annotations

import re

LONGEST_MASKED = 80
SHORTEST_HIDDEN = 3
"""Characters of the part before the sign that are looked for by themselves: shorter ones stand in every other word."""

# A name in quotes, one with blanks around the sign where a domain follows, or one piece. Without slashes: `instagram.com/@name`
# is a profile, and `@name` a handle. https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
_SIGN = "[@\uff20\ufe6b]"
"""Also as wide as a letter of Chinese, and small: both are read as the sign."""
_APART = rf"\s{_SIGN}\s(?=[^\s@]{{1,255}}\.\w\w)"
_QUOTED = rf"\"[^\"\n]{{1,64}}\"(?:{_SIGN}|{_APART})"
_PIECE = r"[^\s<>(),;:\"\\/\[\]]"
_WITH_SIGN = re.compile(rf"(?P<apart>{_QUOTED}|(?<!{_PIECE}){_PIECE}{{1,64}}{_APART})|{_PIECE}+")
_SIGNS = str.maketrans("\uff20\ufe6b", "@@")


def masked(address: str) -> str:
    """Return an address so that whoever knows it recognises it, and nobody else learns it."""
    local, _at, domain = address.rpartition("@")
    shown = f"{local[:1].strip('…')}…@{domain}"
    return shown if len(shown) <= LONGEST_MASKED else f"{shown[: LONGEST_MASKED - 1]}…"


def all_masked(text: str) -> str:
    """Return text with every address in it masked, half ones too."""
    return _WITH_SIGN.sub(_hidden, text) if any(sign in text for sign in _SIGN[1:-1]) else text


def without_address(text: str, address: str) -> str:
    """Return text without one address and its name in any case, and with every other one masked."""
    if not address:
        return all_masked(text)
    name = re.escape(address.rpartition("@")[0])
    shapes = [re.escape(address)]
    if len(name) >= SHORTEST_HIDDEN:
        shapes.append(rf"(?<!\w){name}(?!\w)")
    return all_masked(re.sub("|".join(shapes), "…", text, flags=re.IGNORECASE))


def _hidden(found: re.Match[str]) -> str:
    if found["apart"]:
        return "…@"
    piece = found[0].translate(_SIGNS)
    name = piece.lstrip("@")
    return f"{piece[: len(piece) - len(name)]}{masked(name)}" if "@" in name else found[0]
