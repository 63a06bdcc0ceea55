"""Text that a spreadsheet would run: marked on the way out, and unmarked on the way in.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break may be run as a formula, so it is written with a `'`
before it, which spreadsheets take for "this is text". https://owasp.org/www-community/attacks/CSV_Injection

The mark is put before every text that begins so after any number of marks. That makes taking it off exact: what was
exported reads back as it was, handles with their `@` too.
"""

from __future__ import annotations

import re

MARK = "'"

# Full-width forms are run as well by spreadsheets in East Asian languages; blanks and a byte order mark may be dropped
# before a cell is judged.
_LIVE = re.compile(r"'*(?:[\t\r\n]|[\s\0\ufeff']*[=+\-@＝＋－＠])")


def guarded(text: str) -> str:
    """Return the text with a mark before it where a spreadsheet might run it."""
    return f"{MARK}{text}" if _LIVE.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given; of text that nobody marked, the text itself."""
    return text.removeprefix(MARK) if _LIVE.match(text) else text
