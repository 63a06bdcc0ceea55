"""The code and English agree: every sentence that is said exists, gets its values, and none is there that nobody says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.batches.trying import NOT_USED
from bot.bulk.refusals import Reason as Unreadable
from bot.bulk.verdicts import Why
from bot.campaigns.quiet import WEEKDAYS
from bot.campaigns.rules import Often
from bot.campaigns.standing import News
from bot.campaigns.team import FOR_EVERYBODY
from bot.codes.masking import NotACode
from bot.connections.lacks import Kind as Lacking
from bot.connections.scopes import Scope
from bot.creators.handles import Reason
from bot.graph.login.state import StateFault
from bot.influencers.agreed import Wider
from bot.influencers.refused import Missing
from bot.influencers.scopes import CreatorScope
from bot.influencers.status import InviteState
from bot.permissions.signing.rules import Matter, Stage
from bot.permissions.status import State
from bot.permissions.terms.rules import Unfit
from bot.policy import Act, Role, WorkspaceAct
from bot.posts.address import NotAPost
from bot.posts.eligibility import Missing as MissingForBoost
from bot.posts.eligibility import Standing as PostStanding
from bot.posts.readiness import Holder
from bot.reporting.exporting import What
from bot.reports.funnel import Stage as Reached
from bot.slack.errors import CLOSED_CODES
from bot.steps.ending import NOT_ASKED
from bot.tags.rows import Outcome
from bot.web.pages.deleted import STAYS, WENT
from bot.words import english
from bot.words.catalogue import places
from handlers.campaign.listing import STANDINGS
from handlers.comments.memory import Standing as CommentStanding
from handlers.help.card import COMMANDS
from handlers.manage.modal import Filter
from handlers.report.ids import Place
from handlers.report.modal import FILES
from storage.codes import CodeOrigin, CodeStage, CodeVerdict
from storage.comment_deeds import AT_META
from storage.hooks import Lack
from storage.influencers import Ending as AssetEnding
from storage.tables import ChannelState
from storage.tags import TagWish

ROOT = Path(__file__).parent.parent.parent
FAMILIES: Mapping[str, Iterable[str]] = {
    "campaign.channel_is.": set(ChannelState) - {ChannelState.OPEN},
    "campaign.everybody_is.": [role.word for role in Role],
    "campaign.signs.": Matter,
    "campaign.standing.": STANDINGS,
    "channels.news.": News,
    "channels.next.": News,
    "comments.done.": AT_META,
    "comments.end.": {*AssetEnding, "unheard"},
    "comments.failed.": AT_META,
    "comments.held.": AT_META,
    "comments.last.": AT_META,
    "comments.standing.": CommentStanding,
    "comments.wanted.": AT_META,
    "connect.adopted_state.": State,
    "connect.deleted.stays.": STAYS,
    "connect.deleted.went.": WENT,
    "connect.lack.": set(Lacking) - {Lacking.SCOPE},
    "connect.mend.": Lacking,
    "connect.purpose.": Scope,
    "digest.often_is.": Often,
    "errors.storage.": ("locked", "full", "gone"),
    "graph.sign_in_happened.": StateFault,
    "graph.sign_in_why.": StateFault,
    "handles.": set(Reason) - {Reason.TOO_LONG, Reason.ODD},
    "help.command.": COMMANDS,
    "home.part.": ("failed", "unsure", "open"),
    "import.column.": NOT_USED,
    "import.fault.": set(Why) - {Why.NOT_A_HANDLE},
    "import.unreadable.": Unreadable,
    "influencers.ended.": AssetEnding,
    "influencers.lack.": Lack,
    "influencers.news.ended.": AssetEnding,
    "invite.page.missing.": Missing,
    "invite.page.missing_todo.": Missing,
    "invite.page.missing_why.": set(Missing) - {Missing.WRONG_ACCOUNT},
    "invite.page.widened.": Wider,
    "invite.page.month.": [str(month) for month in range(1, 13)],
    "invite.page.not_": ("post", "messages", "money"),
    "invite.page.over.": set(InviteState) - {InviteState.OPEN},
    "invite.page.over_why.": set(InviteState) - {InviteState.OPEN},
    "invite.purpose.": CreatorScope,
    "manage.filter.": Filter,
    "pace.weekday.": [str(day) for day in WEEKDAYS],
    "policy.guest.": set(Act) - {Act.SEE},
    "policy.here.": {
        *WorkspaceAct,
        Act.SEE,
        Act.CHECK,
        Act.ASK,
        Act.CANCEL,
        Act.MOVE,
        Act.REVOKE,
        Act.UNDO,
        Act.TAG,
        Act.BOOST,
        Act.REVEAL,
    },
    "policy.member.": set(Act) - {Act.SEE},
    "policy.role.": [role.word for role in Role],
    "sign.settled.": (Stage.SIGNED, Stage.REFUSED, Stage.WITHDRAWN),
    "report.file.": What,
    "report.place_is.": Place,
    "report.stage.": Reached,
    "report.take.": FILES,
    "settings.everybody_is.": [role.word for role in FOR_EVERYBODY],
    "settings.meaning.": [role.word for role in Role],
    "settings.role.": [role.word for role in Role],
    "slack.closed_todo.": CLOSED_CODES,
    "slack.closed_why.": CLOSED_CODES,
    "state.within.": State,
    "step.not_asked.": NOT_ASKED,
    "codes.no_code.": NotACode,
    "codes.origin.": CodeOrigin,
    "codes.stage.": CodeStage,
    "codes.verdict.": CodeVerdict,
    "posts.boost_is.": ("on", "off"),
    "posts.means.": PostStanding,
    "posts.missing.": MissingForBoost,
    "posts.no_address.": NotAPost,
    "posts.standing.": PostStanding,
    "readiness.held.": Holder,
    "tags.head.": TagWish,
    "tags.outcome.": Outcome,
    "tags.refused_next.": TagWish,
    "tags.wish_is.": TagWish,
    "term.unfit.": Unfit,
}
"""Keys made of a beginning and one of these: there is a sentence for each."""

TABLES, THEIR_VALUES = ROOT / "bot/graph", frozenset({"wait"})
"""Where keys stand in tables and are said elsewhere, and the values that are at hand there: Meta's many codes."""


@dataclass(frozen=True)
class Said:
    """One place in the code where something is said."""

    where: str
    keys: tuple[str, ...]
    values: frozenset[str]
    is_counted: bool
    is_in_table: bool = False


@cache
def said() -> tuple[Said, ...]:
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    return tuple(each for file in files if "words" not in file.parts for each in _said_in(file))


def _said_in(file: Path) -> Iterator[Said]:
    tree, has_tables = ast.parse(file.read_text()), TABLES in file.parents
    at_once: set[ast.AST] = set()
    for node in ast.walk(tree):
        if has_tables and isinstance(node, ast.Constant) and node not in at_once and _is_key_of_table(node.value):
            key = str(node.value)
            yield Said(f"{file.relative_to(ROOT)}:{node.lineno}", (key,), THEIR_VALUES, False, is_in_table=True)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "say":
            at_once.update(ast.walk(node.args[0]))
        where = f"{file.relative_to(ROOT)}:{node.lineno}"
        values = {each.arg for each in node.keywords}
        if node.func.id == "Shown":
            (shown,) = (each.value for each in node.keywords if each.arg == "key")
            yield Said(where, tuple(_keys(shown, where)), frozenset(), False)
        elif node.func.id == "say" and not _is_said_from_elsewhere(node.args[0], has_tables=has_tables):
            assert None not in values, f"{where}: name the values"
            named = frozenset(each for each in values if each is not None)
            yield Said(where, tuple(_keys(node.args[0], where)), named - {"count"}, "count" in named)


def _is_key_of_table(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"graph(\.\w+)+", value) is not None


def _is_said_from_elsewhere(key: ast.expr, *, has_tables: bool) -> bool:
    is_from_table = has_tables and not isinstance(key, ast.Constant | ast.IfExp | ast.JoinedStr)
    return is_from_table or (isinstance(key, ast.Attribute) and key.attr == "key")


def _keys(key: ast.expr, where: str) -> Iterator[str]:
    match key:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _keys(one, where)
            yield from _keys(other, where)
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), ast.FormattedValue()]):
            assert beginning in FAMILIES, f"{where}: say what may stand behind {beginning}"
            yield from (f"{beginning}{member}" for member in FAMILIES[beginning])
        case _:
            pytest.fail(f"{where}: the key must stand where it is said")


def test_every_sentence_that_is_said_is_there_and_gets_the_values_it_has_places_for() -> None:
    wrong = []
    for each in said():
        for key in each.keys:
            message = english().messages.get(key)
            if message is None:
                wrong.append(f"{each.where}: there is no {key}")
                continue
            needed = frozenset().union(*places(message)) - {"count"}
            if needed != each.values and not (each.is_in_table and needed < each.values):
                wrong.append(f"{each.where}: {key} has places for {sorted(needed)}, and is given {sorted(each.values)}")
            if bool(message.pluralizable) is not each.is_counted:
                wrong.append(f"{each.where}: {key} is said with a count if and only if it has plural forms")

    assert wrong == []


def test_every_sentence_of_english_is_said_somewhere() -> None:
    assert set(english().messages) - {key for each in said() for key in each.keys} == set()


def test_every_count_is_shown_to_somebody() -> None:
    """A plural form without the number is for one; at least one form has it, or the count is no use to the reader."""
    counted = [key for key, message in english().messages.items() if message.pluralizable]

    assert counted
    assert [key for key in counted if not any("count" in each for each in places(english().messages[key]))] == []
