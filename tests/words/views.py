"""Everything that handlers draw, once for each way it can look, from facts that are no language's words."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.batches.carrying import Confirmed
from bot.batches.facts import BatchFacts
from bot.batches.results import RowResult
from bot.batches.trying import NOT_USED, Trial
from bot.batches.trying import Verdict as Judged
from bot.bulk.columns import Field
from bot.bulk.encoding import Encoding
from bot.bulk.identity import Entry
from bot.bulk.table import Row
from bot.bulk.verdicts import Already, Fault, Faulty, Ready, Repeated, Why
from bot.connections.clocks import Clocks
from bot.connections.facts import AdoptedFacts, ConnectedFacts, LeftFacts, LoginFacts, NoticeFacts, ReconnectFacts
from bot.connections.lacks import Kind as Lacking
from bot.connections.lacks import Lack
from bot.connections.leaving import Stake
from bot.connections.notices import Ending
from bot.connections.overview import Fresh
from bot.creators.handles import read_handles
from bot.digests.facts import DigestFacts
from bot.errors import NotFound
from bot.homes.facts import CommentsToLookAfter, Part, ToSign
from bot.letters.writing import HAND_OFF
from bot.permissions.asking.preflight import Preflight, Verdict
from bot.permissions.nudging.rules import Due, Step
from bot.permissions.reading.finding import Found, FoundCreator
from bot.permissions.reading.lists import Page
from bot.permissions.reading.past import PAST_SHOWN, PastPage
from bot.permissions.record import LETTERS_BEGIN, MOVED, RENAMED
from bot.permissions.signing.rules import Matter
from bot.permissions.status import OPEN, State
from bot.permissions.terms.agreeing import Offer
from bot.reporting.facts import CommentedFacts, ReportFacts
from bot.reports.charts import alt_text
from bot.reports.commented import Commented, Remark
from bot.reports.digest import digest
from bot.reports.report import report
from handlers.blocks import Block, section
from handlers.bulk import modal as import_modal
from handlers.bulk.card import draw_batch
from handlers.bulk.file import draw_file, draw_shared_file
from handlers.campaign import modal as campaign_modal
from handlers.errors import error_view
from handlers.find.card import draw_found as draw_finding
from handlers.find.modal import draw_form as draw_find_form
from handlers.help.card import draw_help
from handlers.help.card import draw_window as draw_help_window
from handlers.home.card import draw_home
from handlers.letters.card import draw_letter, draw_news
from handlers.letters.several import draw_letters
from handlers.manage.instructions import draw_instructions
from handlers.manage.listing import ListMemory, draw_list
from handlers.manage.modal import DetailMemory, Filter, draw_detail
from handlers.manage.moving import draw_move
from handlers.manage.past import TELLING_BY_THEMSELVES, WISHES, draw_past
from handlers.profiles.health import HEALTH
from handlers.profiles.modal import ListMemory as ProfilesMemory
from handlers.profiles.modal import Way as ConnectWay
from handlers.profiles.modal import draw_detail as draw_profile
from handlers.profiles.modal import draw_list as draw_profiles
from handlers.profiles.notice import draw_notice
from handlers.report import modal as report_modal
from handlers.report.card import draw_charts, draw_report
from handlers.report.comments import draw_commented, draw_commented_charts
from handlers.report.digest import draw_digest
from handlers.report.modal import Memory as ReportMemory
from handlers.request import modal
from handlers.request.card import draw_card, draw_left_behind
from handlers.request.history import draw_history
from handlers.request.mailing import draw_mailing, draw_travel
from handlers.request.memory import Choice, Form, Memory
from handlers.request.preflight import draw_busy, draw_found, draw_words
from handlers.request.preview import draw_preview
from handlers.request.result import Asked, Submission, draw_result
from handlers.signing.modal import RefusalMemory, draw_refusal
from handlers.status.card import draw_status
from handlers.terms.modal import TermMemory, draw_term
from storage.batches import Outcome, Stage
from storage.ids import BatchId, CampaignId, ChannelId, PersonId, ProfileId, RequestId, SignOffId
from storage.letters import LetterState
from storage.logins import Source
from storage.tables import Campaign, Health, Kind, Origin
from storage.wanted import Mark
from tests.handlers.builders import ANA, NOON, facts, history, home, letter, login, profile, sign_off
from tests.rules.courses import NOW as REPORTED
from tests.rules.courses import a_course
from tests.words.campaign_views import campaign_windows, role_windows
from tests.words.creator_views import creator_windows
from tests.words.post_views import code_windows, post_windows, tag_windows

HANDLERS = Path(__file__).parent.parent.parent / "handlers"
HERE, NUMBER, REASON = ChannelId("C0SPRING"), "2027", "12."
LINKS = {RequestId("r1"): "https://slack.example/1"}

Way = tuple[str, Callable[[], Any]]
"""What is drawn, and how: drawn only when asked for, in the language spoken then."""


def everything() -> Iterator[Way]:
    """Name each drawing and give the way to draw it."""
    for family in (
        _cards,
        _threads,
        _forms,
        _results,
        _lists,
        _finds,
        _moves,
        _homes,
        _imports,
        _import_files,
        _profiles,
        _notices,
        _others,
        _reports,
        campaign_windows,
        role_windows,
        tag_windows,
        creator_windows,
        post_windows,
        code_windows,
    ):
        yield from family()


def drawings_in_the_code() -> set[str]:
    """Name every function of handlers that draws, by its file."""
    found = set()
    for file in HANDLERS.rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and (node.name.startswith("draw_") or node.name == "error_view"):
                found.add(f"{file.relative_to(HANDLERS).with_suffix('')}:{node.name}")
    return found


def _facts(**changes: Any) -> Any:
    return facts(campaign_name=NUMBER, state_words=REASON, **changes)


def _cards() -> Iterator[Way]:
    for state, is_ending, origin in itertools.product(State, (False, True), Origin):
        shown = _facts(state=state, is_ending=is_ending, origin=origin)
        yield "request/card:draw_card", partial(draw_card, shown, NOON)
    for health, since in itertools.product(Health, (None, NOON)):
        for words in (None, "11."):
            shown = _facts(profile_health=health, unreadable_since=since, profile_health_words=words, meta_status="13")
            yield "request/card:draw_card", partial(draw_card, shown, NOON)
    for is_left_behind in (False, True):
        shown = _facts(moved_to=HERE, is_left_behind=is_left_behind)
        yield "request/card:draw_card", partial(draw_card, shown, NOON)
    yield "request/card:draw_left_behind", draw_left_behind
    shown = _facts(state=State.FAILED, other_ig_id="901")
    yield "request/card:draw_card", partial(draw_card, shown, NOON)
    for matter, is_of_list, people in itertools.product(Matter, (False, True), ("", "18")):
        waits = sign_off(matter=matter, is_of_list=is_of_list, can_sign=people)
        for state in (State.SIGNING, State.APPROVED):
            yield "request/card:draw_card", partial(draw_card, _facts(state=state, sign_off=waits), NOON)
    for state, ends_at in itertools.product((State.WAITING, State.APPROVED), (NOON, NOON + timedelta(days=1))):
        agreed = _facts(state=state, until=NOON.date(), ends_at=ends_at)
        yield "request/card:draw_card", partial(draw_card, agreed, NOON)
    for until, is_renewal in itertools.product((None, NOON.date()), (False, True)):
        offer = Offer(creator_username="maya.makes", until=until, suggested=NOON.date())
        memory = TermMemory(request_id=RequestId("r1"), is_renewal=is_renewal)
        yield "terms/modal:draw_term", partial(draw_term, offer, memory=memory)
    for is_ending in (False, True):
        held = _facts(state=State.QUEUED, leaves_at=NOON, is_ending=is_ending)
        yield "request/card:draw_card", partial(draw_card, held, NOON)
        yield from _listed(held)
        yield from _result([Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=True, facts=held)])
    revoke_waits = _facts(state=State.APPROVED, sign_off=sign_off(matter=Matter.REVOKE))
    yield from _listed(revoke_waits)
    yield "signing/modal:draw_refusal", partial(draw_refusal, RefusalMemory(sign_off_id=SignOffId("s1")))
    nudges: list[dict[str, Any]] = [
        {"next_nudge": Due(step=step, number=1, at=NOON), "nudges": times, "nudged_at": NOON if times else None}
        for step, times in itertools.product(Step, (0, 1, 2))
    ]
    for about in (*nudges, {"is_handed_off": True, "nudged_at": NOON, "nudges": 3}):
        yield "request/card:draw_card", partial(draw_card, _facts(**about), NOON)
    bare = facts(campaign_name=None, campaign_id=None, asked_by=None, last_checked_at=None)
    yield "request/card:draw_card", partial(draw_card, bare, NOON)


def _listed(shown: Any) -> Iterator[Way]:
    page, memory = Page(rows=[shown]), ListMemory()
    yield "manage/listing:draw_list", partial(draw_list, page, memory=memory)
    drawn = partial(draw_status, page, head="19", hint="", links={}, memory=memory, as_of=NOON)
    yield "status/card:draw_status", drawn


def _threads() -> Iterator[Way]:
    for state, actor, creator in itertools.product(State, ("meta", "greenlight", "U0ANA"), ("maya.makes", "17 17")):
        for origin in Origin:
            entry = history(
                state, actor=actor, why=REASON, creator_username=creator, origin=origin, campaign_name=NUMBER
            )
            yield "request/history:draw_history", partial(draw_history, entry)
    decided = ("request:signed", "request:revoke-signed", "request:revoke-refused", "request:revoke-expired")
    of_lists = ("list:signed", "list:refused", "list:expired", "list:undone")
    for tag, why in itertools.product((*decided, *of_lists), ("", REASON)):
        entry = history(State.QUEUED, tag=f"person:{tag}", actor="U0BEN", why=why)
        yield "request/history:draw_history", partial(draw_history, entry)
    for creator, standing, words, address in itertools.product(
        ("maya.makes", "17 17"), LetterState, (None, REASON), (None, "1…@2")
    ):
        shown = letter(state=standing, words=words, masked_address=address, by=None if words else ANA, text=NUMBER)
        yield "letters/card:draw_letter", partial(draw_letter, _facts(creator_username=creator, letter=shown), shown)
        news = history(State.WAITING, letter=shown, creator_username=creator, why=words or "")
        yield "letters/card:draw_news", partial(draw_news, news, shown)
    for purpose, count in itertools.product(("nudge-1", HAND_OFF), (2, 40)):
        states = list(LetterState)
        told = [
            (_facts(creator_username=f"maya.{number}"), letter(purpose=purpose, text=NUMBER, state=states[number % 8]))
            for number in range(count)
        ]
        yield "letters/several:draw_letters", partial(draw_letters, told, called=ANA)
    for purpose, tag, times in itertools.product(("nudge-1", HAND_OFF), LETTERS_BEGIN, (1, 3)):
        shown = letter(purpose=purpose, text=NUMBER)
        entry = history(State.WAITING, tag=tag, actor="U0BEN", letter=shown, nudges=times, campaign_name=NUMBER)
        yield "request/history:draw_history", partial(draw_history, entry)
    yield "request/history:draw_history", partial(draw_history, history(State.WAITING, tag=RENAMED, why=REASON))


def _forms() -> Iterator[Way]:
    chosen = {"campaign": Choice(id="c1", text=NUMBER), "profile": Choice(id="p1", text="@northlight.skin")}
    for memory in (
        Memory(**chosen, wants_message=True),
        Memory(has_campaigns=False),
        Memory(),
    ):
        for by_mail, known in itertools.product((True, False), ("", "1…@2")):
            mailed = {"is_mail_set_up": True, "by_mail": by_mail, "known_of": "maya.makes", "known_address": known}
            mailing = Form(memory=memory.model_copy(update=mailed), email="1@2.example")
            yield "request/mailing:draw_mailing", partial(draw_mailing, mailing)
            yield "request/mailing:draw_travel", partial(lambda one: [draw_travel(one)], mailing.memory)
        for creator, text in itertools.product((None, "maya.makes"), ("1", "1" * 1200)):
            yield "request/preview:draw_preview", partial(draw_preview, text, creator=creator)
        form = Form(memory=memory, handles="@maya.makes", message="")
        yield "request/modal:draw_form", partial(modal.draw_form, form)
    yield "request/modal:draw_opening", modal.draw_opening
    yield "request/modal:draw_no_profile", modal.draw_no_profile
    misread = read_handles(" ".join(["@juno.skates", "juno.skates", "@", "é" * 31, "é1", "explore", "...", *_links()]))
    for verdict, last in itertools.product(Verdict, (None, *State)):
        found = Preflight(
            creator_username="maya.makes",
            verdict=verdict,
            followers=12_000,
            words="15",
            last_state=last,
            last_changed_at=NOON if last is State.DECLINED else None,
        )
        yield "request/preflight:draw_found", partial(draw_found, misread, [found])
    many = read_handles(" ".join(f"creator{number}" for number in range(60)))
    one = Preflight(creator_username="maya.makes", verdict=Verdict.READY, followers=1)
    yield "request/preflight:draw_found", partial(draw_found, many, [one])
    yield "request/preflight:draw_busy", partial(draw_busy, many)
    yield "request/preflight:draw_words", partial(draw_words, "16")
    for memory_of in (campaign_modal.Memory(channel_id=HERE), campaign_modal.Memory()):
        for count in (0, 3, 30):
            yield (
                "campaign/modal:draw_form",
                partial(campaign_modal.draw_form, memory_of, of_channel=[_campaign()] * count),
            )
    yield "campaign/modal:draw_made", partial(campaign_modal.draw_made, _campaign())


def _links() -> Sequence[str]:
    return "https://[1", "https://1.example/2", "https://instagram.com/", "https://instagram.com/p/1"


def _results() -> Iterator[Way]:
    new = Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=True)
    old = Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=False)
    for asked in (
        [new],
        [new] * 4,
        [old],
        [Asked(request_id=old.request_id, creator="a1", is_new=False, is_hidden=True)],
    ):
        yield from _result(asked)
    for state, by in itertools.product(State, (None, PersonId("U0BEN"))):
        shown = _facts(state=state, profile_health=Health.LOGIN_DEAD, asked_by=by)
        for is_new in (True, False):
            yield from _result([Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=is_new, facts=shown)])


def _result(asked: Sequence[Asked]) -> Iterator[Way]:
    submission = Submission(asked=asked, profile="northlight.skin", campaign=NUMBER, channel_id=HERE)
    for is_over in (True, False):
        yield (
            "request/result:draw_result",
            partial(draw_result, submission, links=LINKS, is_over=is_over),
        )


def _imports() -> Iterator[Way]:
    for is_mail_set_up in (False, True):
        yield "bulk/modal:draw_form", partial(import_modal.draw_form, Memory(is_mail_set_up=is_mail_set_up))
    yield "bulk/modal:draw_reading", import_modal.draw_reading
    row, entry = Row(number=2, creator="@maya.makes", term="11/12/2026"), Entry(handle="maya.makes")
    wrong = [Fault(field=Field.TERM, typed=NUMBER, why=why) for why in Why if why is not Why.NOT_A_HANDLE]
    misread = read_handles("é1").misread[0]
    wrong.append(Fault(field=Field.CREATOR, typed=NUMBER, why=Why.NOT_A_HANDLE, misread=misread))
    rows: list[Judged] = [
        Ready(row=row, entry=entry),
        Faulty(row=row, faults=wrong),
        *(Repeated(row=row, entry=entry, first=1, differs=differs) for differs in (False, True)),
        *(Already(row=row, entry=entry, standing=state) for state in State),
    ]
    for verdicts, encoding in itertools.product((rows, rows[1:], rows * 9), (None, Encoding.WINDOWS_1252)):
        trial = Trial(
            batch_id=BatchId("b1"),
            verdicts=verdicts,
            encoding=encoding,
            is_headed=True,
            unread=["12"],
            unused=NOT_USED,
        )
        yield "bulk/modal:draw_trial", partial(import_modal.draw_trial, trial)
        with_former = replace(trial, given_up=frozenset({entry.handle}))
        yield "bulk/modal:draw_trial", partial(import_modal.draw_trial, with_former)
    counted: list[Mapping[Outcome | None, int]] = [{None: 3}, dict.fromkeys(Outcome, 2)]
    stands: list[Mapping[State, int]] = [{}, dict.fromkeys(State, 1)]
    for outcomes, states in itertools.product(counted, stands):
        batch = BatchFacts(
            batch_id=BatchId("b1"),
            stage=Stage.RUNNING,
            profile_username="northlight.skin",
            campaign_name=NUMBER,
            channel_id=HERE,
            asked_by=ANA,
            confirmed_at=NOON,
            wanted=sum(outcomes.values()),
            faulty=len(states),
            outcomes=outcomes,
            states=states,
        )
        wheres: list[dict[str, Any]] = [{}, {"moved_to": HERE}, {"moved_to": HERE, "is_left_behind": True}]
        for where in wheres:
            yield "bulk/card:draw_batch", partial(draw_batch, replace(batch, **where), NOON)
        yield "bulk/card:draw_batch", partial(draw_batch, batch, NOON)
        for changes in ({"sign_off": sign_off(is_of_list=True)}, {"leaves_at": NOON}, {"end_words": REASON}):
            yield "bulk/card:draw_batch", partial(draw_batch, replace(batch, **changes), NOON)
        for is_other in (True, False):
            confirmed = Confirmed(facts=batch, is_other=is_other)
            yield "bulk/modal:draw_accepted", partial(import_modal.draw_accepted, confirmed)


def _import_files() -> Iterator[Way]:
    faults = [{"field": "creator", "why": why.value} for why in Why]
    about = {"faults": faults, "first": 1, "state": "waiting"}
    for verdict, outcome, state in itertools.product(
        ("ready", "faulty", "repeated", "already"), (None, *Outcome), (None, *State)
    ):
        result = RowResult(
            number=2,
            cells={"creator": NUMBER},
            verdict=verdict,
            about=about,
            outcome=outcome,
            outcome_words="14",
            state=state,
            state_words="15",
        )
        for draw in (draw_file, draw_shared_file):
            yield f"bulk/file:{draw.__name__}", partial(_cells_of, result, draw)


def _cells_of(result: RowResult, draw: Callable[[list[RowResult]], bytes]) -> list[Block]:
    """What somebody reads in a file, without its headings, which are for programs."""
    said = draw([result]).decode().splitlines()[1].partition(f'"{NUMBER}"')[2]
    return [section(said)]


def _lists() -> Iterator[Way]:
    crowd = [
        _facts(request_id=RequestId(f"r{number}"), state=state, is_ending=True, profile_health=Health.LOGIN_DEAD)
        for number, state in enumerate([*State, *State, *State, *State, *State, *State])
    ]
    places: Mapping[str, ListMemory] = {
        "creator": ListMemory(creator="maya.makes"),
        "channel": ListMemory(channel_id=HERE),
        "everywhere": ListMemory(),
        "campaign": ListMemory(campaign_id=CampaignId("c1"), campaign=NUMBER),
        "profile": ListMemory(profile_id=ProfileId("p1"), profile="@northlight.skin"),
        "asker": ListMemory(asked_by=ANA),
        "search": ListMemory(text=NUMBER),
    }
    mark = Mark(changed_at=NOON, request_id=RequestId("r1"))
    pages = [Page(rows=rows, before=mark, after=mark) for rows in ([], crowd[:2], crowd[:20])]
    for chosen, memory, page in itertools.product(Filter, places.values(), pages):
        narrowed = memory.model_copy(update={"chosen": chosen})
        yield "manage/listing:draw_list", partial(draw_list, page, memory=narrowed)
    for each in crowd[: len(State)]:
        yield from _pasts(each)
        yield "manage/modal:draw_detail", partial(draw_detail, each, as_of=NOON, note="18")
        homeless = replace(each, campaign_id=None, campaign_name=None)
        yield "manage/modal:draw_detail", partial(draw_detail, homeless, as_of=NOON)
    for page in pages:
        drawn = partial(draw_status, page, head="19", hint="20", links=LINKS, memory=ListMemory(), as_of=NOON)
        yield "status/card:draw_status", drawn


def _pasts(shown: Any) -> Iterator[Way]:
    """The history of a request, with each kind of entry, and the instructions to copy."""
    tags = [*WISHES, *TELLING_BY_THEMSELVES, "person:request:signed", "person:request:undone", None]
    entries = [history(shown.state, tag=tag, actor="U0ANA", why=REASON) for tag in tags]
    for tag, standing in itertools.product(("greenlight:message:sent", *sorted(LETTERS_BEGIN)), LetterState):
        about = letter(state=standing, words=REASON, text=NUMBER, purpose="nudge-1", by=ANA)
        entries.append(history(State.WAITING, tag=tag, actor="U0BEN", letter=about))
    entries.append(replace(history(shown.state, why=REASON), is_the_same=True))
    for skipped in (0, PAST_SHOWN):
        page = PastPage(request=shown, entries=entries, skipped=skipped, is_more=True)
        yield "manage/past:draw_past", partial(draw_past, page)
    for state, text in itertools.product(LetterState, (NUMBER, "")):
        lettered = replace(shown, letter=letter(state=state))
        yield "manage/instructions:draw_instructions", partial(draw_instructions, lettered, text=text)


def _moves() -> Iterator[Way]:
    for creator in ("maya.makes", "17 17"):
        memory = DetailMemory(request_id=RequestId("r1"))
        yield "manage/moving:draw_move", partial(draw_move, creator, memory=memory)
    for state in State:
        yield "request/history:draw_history", partial(draw_history, history(state, tag=MOVED, actor="U0ANA"))


def _finds() -> Iterator[Way]:
    requests = [_facts(request_id=RequestId(f"r{number}")) for number in range(9)]
    creators = [
        FoundCreator(username="maya.makes", former=former, requests=requests[:count])
        for former in (None, "old.maya")
        for count in (1, 4, 9)
    ]
    campaigns = [
        Campaign(name=NUMBER, channel_id=HERE, closed_at=None),
        Campaign(name=NUMBER, channel_id=HERE, closed_at=NOON),
    ]
    for found in (
        Found(creators=(), campaigns=(), has_more=False),
        Found(creators=creators, campaigns=campaigns, has_more=True),
    ):
        yield "find/card:draw_found", partial(draw_finding, found, typed=NUMBER, as_of=NOON)


def _homes() -> Iterator[Way]:
    many = [_facts(request_id=RequestId(f"r{number}")) for number in range(40)]
    sick = [profile(health=Health.LOGIN_DEAD, unreadable_since=NOON)] * 3
    fresh = [Fresh(name="northlight.skin", adopted=dict.fromkeys(map(str, State), 2))]
    for waiting, failed, profiles in itertools.product(([], many), ([], many), ([], sick)):
        shown = home(open_=waiting, failed=failed, sick=profiles, fresh=fresh)
        yield "home/card:draw_home", partial(draw_home, shown)
    yield "home/card:draw_home", partial(draw_home, home(has_profiles=False))
    comments = [
        CommentsToLookAfter(campaign_id=CampaignId("c1"), campaign_name=NUMBER, is_mine=is_mine, count=count)
        for is_mine, count in itertools.product((True, False), (1, 7))
    ]
    yield "home/card:draw_home", partial(draw_home, home(comments=comments))
    signing = [
        ToSign(request=each, asked_by=ANA, campaign_name=NUMBER, channel_id=HERE, expires_at=NOON)
        for each in (None, many[0])
    ]
    ending = [_facts(state=State.APPROVED, until=NOON.date())]
    yield "home/card:draw_home", partial(draw_home, home(to_sign=signing, ending=ending))
    yield (
        "home/card:draw_home",
        partial(draw_home, home(parts=[Part(states=OPEN, rows=many[:1], total=9, is_more=True)])),
    )
    unsure = Part(states=frozenset({State.UNSURE}), rows=many[:1], total=1)
    yield "home/card:draw_home", partial(draw_home, home(parts=[unsure]))


def _profiles() -> Iterator[Way]:
    ways = (ConnectWay(link="https://1"), ConnectWay(missing=("1",)), ConnectWay(refusal="1"))
    for way, text, count in itertools.product(ways, ("", "1"), (0, 1, 200)):
        shown = [profile(number) for number in range(count)]
        listed = partial(draw_profiles, shown, way=way, memory=ProfilesMemory(text=text), as_of=NOON)
        yield "profiles/modal:draw_list", listed
    for health, kind, used, way in itertools.product(HEALTH, Kind, _logins(), ways):
        name = NUMBER if kind is Kind.PAGE else "northlight.skin"
        one = profile(name=name, health=health, kind=kind, health_words="21", unreadable_since=NOON, login=used)
        for stake in (Stake(open=0, approved=0), Stake(open=3, approved=9)):
            yield "profiles/modal:draw_detail", partial(draw_profile, one, way=way, stake=stake, as_of=NOON)


def _logins() -> Iterator[LoginFacts | None]:
    yield None
    yield login(source=Source.PASTED, granted_by=None, clocks=Clocks(), checked_at=None)
    yield login(name="", clocks=Clocks(token_ends_at=NOON), lacks=[Lack(kind=each, scopes=("1",)) for each in Lacking])
    yield login(name=NUMBER, clocks=Clocks(data_ends_at=NOON + timedelta(days=3)), others=1)
    yield login(name=NUMBER, clocks=Clocks(data_ends_at=NOON + timedelta(days=3)))


def _notices() -> Iterator[Way]:
    found = [
        AdoptedFacts(name=NUMBER if kind is Kind.PAGE else "northlight.skin", kind=kind, adopted=adopted)
        for kind in Kind
        for adopted in (None, {}, dict.fromkeys(map(str, State), 1))
    ]
    told: list[NoticeFacts] = [ConnectedFacts(profiles=found)]
    for when, by, is_yours in itertools.product((14, 0, *Ending), (None, ANA), (True, False)):
        told.append(
            ReconnectFacts(
                profiles=["northlight.skin"],
                profile_id=ProfileId("p1"),
                name="",
                when=when,
                ends_at=NOON,
                words="21",
                granted_by=by,
                is_yours=is_yours,
            )
        )
    for given, shared in itertools.product((True, False), repeat=2):
        told.append(LeftFacts(profiles=["northlight.skin"], name="", is_given_back=given, is_shared=shared))
    for each in told:
        yield "profiles/notice:draw_notice", partial(draw_notice, each)


def _others() -> Iterator[Way]:
    for count, has_profiles in itertools.product((0, 1, 9), (False, True)):
        yield (
            "help/card:draw_help",
            partial(draw_help, [_campaign()] * count, has_profiles=has_profiles),
        )
    yield "help/card:draw_window", draw_help_window
    for text, found in (("", ()), (NUMBER, [section("12")])):
        yield "find/modal:draw_form", partial(draw_find_form, text, found)
    yield "errors:error_view", partial(error_view, NotFound("22.", why="23.", todo="24."))


def _reports() -> Iterator[Way]:
    spans = [timedelta(minutes=5), timedelta(hours=30), timedelta(days=9)]
    some = [a_course(State.DECLINED, answered=span) for span in spans]
    some += [a_course(state, number=number) for number, state in enumerate(State)]
    some += [a_course(State.APPROVED, sent=None, is_adopted=True)]
    for courses, days, campaign in itertools.product(([], some[:1], some), (None, 1, 90), (None, NUMBER)):
        shown = ReportFacts(campaign=campaign, days=days, report=report(courses, now=REPORTED), asked_by=ANA)
        yield "report/card:draw_report", partial(draw_report, shown, ())
        if courses:
            yield "report/card:draw_charts", partial(_charts, shown)
    for days, campaign, remarks in itertools.product((None, 1, 90), (None, NUMBER), (1, 3)):
        said = Commented()
        for number in range(remarks):
            said.add(a_remark(number))
        shown_comments = CommentedFacts(campaign=campaign, days=days, commented=said)
        yield "report/comments:draw_commented", partial(draw_commented, shown_comments, ())
        yield "report/comments:draw_commented_charts", partial(_comment_charts, shown_comments)
    for courses, wanted_by, is_first in itertools.product(([], some[:1], some), (None, ANA), (False, True)):
        told = DigestFacts(
            campaign_id=CampaignId("c1"),
            campaign=NUMBER,
            digest=digest(courses, since=REPORTED - timedelta(days=60), until=REPORTED),
            is_first=is_first,
            wanted_by=wanted_by,
        )
        yield "report/digest:draw_digest", partial(draw_digest, told)
    chosen = Choice(id="c1", text=NUMBER)
    for memory in (ReportMemory(), ReportMemory(campaign=chosen, is_here=True, days=1), ReportMemory(not_found=NUMBER)):
        yield "report/modal:draw_form", partial(report_modal.draw_form, memory)
    for read, of in ((0, 0), (1, 0), (1, 2)):
        yield "report/modal:draw_progress", partial(report_modal.draw_progress, read, of)
    for link in ("", "https://1"):
        yield "report/modal:draw_finished", partial(report_modal.draw_finished, link)
    yield "report/modal:draw_failed", partial(report_modal.draw_failed, NotFound("22.", why="23.", todo="24."))


def _charts(facts: ReportFacts) -> list[Block]:
    """What somebody reads who does not see the charts."""
    return [section(alt_text(chart)) for chart in draw_charts(facts)]


def _comment_charts(facts: CommentedFacts) -> list[Block]:
    return [section(alt_text(chart)) for chart in draw_commented_charts(facts)]


def a_remark(number: int) -> Remark:
    """Make a comment as reports see it: every other one is hidden, and every third is on a post that nothing is known of."""
    link = "https://www.instagram.com/p/1/" if number % 3 else None
    return Remark(
        creator="maya.makes",
        post=f"{number}",
        permalink=link,
        caption=NUMBER if link else "",
        written_at=REPORTED,
        is_hidden=not number % 2,
        hidden_at=None if number % 2 else REPORTED + timedelta(minutes=30),
    )


def _campaign() -> Campaign:
    return Campaign(id=CampaignId("c1"), name=NUMBER, channel_id=HERE, created_by=PersonId("U0ANA"), template="")
