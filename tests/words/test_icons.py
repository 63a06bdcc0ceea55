"""Every icon beside words is one that the demo's Slack can draw: it has pictures of its own, as many machines have no font."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / "sandbox" / "page" / "static"
ICON = re.compile(r"""(?<=["' ]):([a-z][a-z_]+):(?=["' ])""")


def shown() -> set[str]:
    """Find the icons in our code and words."""
    files = [*HOUSE.glob("bot/**/*.py"), *HOUSE.glob("handlers/**/*.py"), *HOUSE.glob("bot/words/**/*.po")]
    return {name for file in files for name in ICON.findall(file.read_text())}


def drawn() -> dict[str, str]:
    """Read the page's table: the picture of each icon."""
    table = (PAGE / "text" / "emoji.js").read_text()
    return dict(re.findall(r'\["([a-z_]+)", "[^"]+", "([a-z]+)"\]', table))


def test_every_icon_that_people_are_shown_has_a_picture_in_the_demo() -> None:
    assert "white_check_mark" in shown()
    assert shown() - drawn().keys() == set()


def test_every_picture_is_there() -> None:
    pictures = set(re.findall(r'<symbol id="([a-z]+)"', (PAGE / "icons.svg").read_text()))
    assert set(drawn().values()) - pictures == set()
