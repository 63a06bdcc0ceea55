"""What strangers call themselves and their posts is shown as text: whatever stands in it, the lines around it stay as they are."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.comments.facts import CommentFacts, DeedFacts, HeadFacts
from bot.creators.handles import Misread, read_handle
from bot.reporting.facts import CommentedFacts
from bot.reports.commented import Commented, Remark
from bot.words import say
from handlers.comments.card import comment_blocks, comment_buttons, draw_comments
from handlers.comments.modal import draw_assign, draw_reply
from handlers.phrases import linked
from handlers.report.comments import draw_commented
from handlers.verbatim import one_line, verbatim
from storage.comment_deeds import DeedKind, DeedStage
from storage.ids import CampaignId, PersonId
from tests.words.creator_views import NOON, a_comment

TURNS = "\u202e\u202d\u202a\u2066\u2067\u2068\u2069\u200f\u200e\u061c"
STRANGE = [
    "*bold*",
    "_slanted_",
    f"_{'x' * 97}_y",  # which is cut after the second one
    "~x~",
    "`code`",
    "```\nblock",
    ":rotating_light:",
    "> quoted",
    "@channel",
    "<!channel>",
    "<@U0ANA>",
    "#general",
    "http://trick.example/",
    "<http://trick.example|here>",
    "a\nb\r\n\u2028c\u2029d",
    "a|b",
    "\u202egnp.exe",
    "\u05e9\u05dc\u05d5\u05dd",
    "{creator}",
    "\x00\x07",
    "  ",
]
names = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*STRANGE, *TURNS, *"*_~`<>&|:@# \n", "a", "\u0645"]), max_size=12).map("".join),
)


def hostile(test: Any) -> Any:
    """Try the listed ones always, and many others."""
    for each in STRANGE:
        test = example(name=each)(test)
    return given(name=names)(test)


def mrkdwn_of(drawn: Any) -> list[str]:
    """Gather what Slack reads as formatted text."""
    if isinstance(drawn, list):
        return [text for each in drawn for text in mrkdwn_of(each)]
    if isinstance(drawn, dict):
        if drawn.get("type") == "mrkdwn":
            assert drawn["verbatim"] is True  # Slack looks for no addresses and channels in it
            return [drawn["text"]]
        return [text for each in drawn.values() for text in mrkdwn_of(each)]
    return []


@hostile
def test_nothing_in_a_name_is_read_by_slack(name: str) -> None:
    shown = verbatim(name, most=100)
    assert not set(shown) & set("*~`<>|\n\r\u2028\u2029\x00\u202e\u202d\u202a\u2066\u2067")
    assert not re.search(r"(?:^|\W)_|_(?:$|\W)", shown)
    assert not re.search(r":[a-z0-9_+'-]+:", shown)
    assert not shown.startswith(("&gt;", ">"))
    assert shown.count("\u2068") == shown.count("\u2069") <= 1
    assert len(shown) <= 102


@hostile
def test_a_name_without_signs_of_slacks_stays_as_it_is(name: str) -> None:
    plain = " ".join(re.sub(r"[^a-zA-Z\u00c0-\u00d6\u4e00-\u4eff0-9 .,!?'()-]", "", name).split())
    assert verbatim(plain) == plain == one_line(plain)


AUTHOR, CAPTION, NAME = "Q7Q", "Z9Z", "Y5Y"


def _comment(author: str, caption: str, *, is_on_facebook: bool = True) -> CommentFacts:
    return a_comment(1, is_on_facebook=is_on_facebook, author=author, caption=caption)


def _drawn(author: str, caption: str, name: str) -> dict[str, Any]:
    comment = _comment(author, caption)
    about: dict[str, Any] = {
        "campaign_id": CampaignId("c1"),
        "by": PersonId("U1"),
        "text": "",
        "words": None,
        "comment": comment,
    }
    deeds = [(DeedKind.HIDE, DeedStage.DONE), (DeedKind.SHOW, DeedStage.FAILED), (DeedKind.REPLY, DeedStage.FAILED)]
    words = {
        "head": draw_comments(HeadFacts(username="maya.makes", name=name, campaign="Spring")),
        **{f"deed {kind}": draw_comments(DeedFacts(kind=kind, stage=stage, **about)) for kind, stage in deeds},
    }
    return {
        "comment": comment_blocks(comment),
        "at Instagram": comment_blocks(_comment(author, caption, is_on_facebook=False)),
        "reply": draw_reply(comment),
        "assign": draw_assign(comment),
        **{key: [{"type": "mrkdwn", "text": each.text, "verbatim": True}, *each.blocks] for key, each in words.items()},
    }


@hostile
def test_wherever_a_strangers_name_is_drawn_the_rest_of_the_line_stays(name: str) -> None:
    usual, drawn = _drawn(AUTHOR, CAPTION, NAME), _drawn(name, name, name)
    caption = verbatim(name, most=60)
    for place in usual:
        here = linked(name) if place == "at Instagram" and not isinstance(read_handle(name), Misread) else None
        author = here or verbatim(name, most=100) or say("comments.somebody")
        expected = [
            text.replace(f" “{CAPTION}”", f" “{caption}”" if caption else "")
            .replace(linked(AUTHOR) if place == "at Instagram" else AUTHOR, author)
            .replace(NAME, verbatim(name, most=200))
            for text in mrkdwn_of(usual[place])
        ]
        assert mrkdwn_of(drawn[place]) == expected


@hostile
def test_a_posts_caption_in_a_report_ends_no_link(name: str) -> None:
    commented = Commented()
    for caption in (name, CAPTION):
        commented.add(
            Remark(
                creator="maya.makes",
                post=caption,
                permalink="https://www.instagram.com/p/1/",
                caption=caption,
                written_at=NOON,
                is_hidden=False,
                hidden_at=None,
            )
        )
    drawn = draw_commented(CommentedFacts(campaign="Spring", days=7, commented=commented), ())
    (lines,) = [text for text in mrkdwn_of(drawn.blocks) if CAPTION in text]
    strange, harmless = sorted(lines.split("\n")[1:], key=lambda each: CAPTION in each)
    assert strange == harmless.replace(CAPTION, verbatim(name, most=60) or say("comments.no_caption"))


@hostile
def test_a_button_for_a_screen_reader_names_nobody_in_two_lines(name: str) -> None:
    labels = [each.get("accessibility_label", "") for each in comment_buttons(_comment(name, name))["elements"]]
    assert not set("".join(labels)) & set("\n\r\u2028\u202e\u2066")
    assert all(len(each) <= 75 for each in labels)
    json.dumps(labels)
