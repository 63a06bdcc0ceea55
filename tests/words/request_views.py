"""Cards, their threads, the form and its result, once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from bot.creators.handles import read_handles
from bot.letters.writing import HAND_OFF
from bot.permissions.asking.preflight import Preflight, Verdict
from bot.permissions.nudging.rules import Due, Step
from bot.permissions.reading.lists import Page
from bot.permissions.record import LETTERS_BEGIN, RENAMED
from bot.permissions.signing.rules import Matter
from bot.permissions.status import State
from bot.permissions.terms.agreeing import Offer
from handlers.campaign import modal as campaign_modal
from handlers.letters.card import draw_letter, draw_news
from handlers.letters.several import draw_letters
from handlers.manage.listing import ListMemory, draw_list
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
from storage.ids import PersonId, RequestId, SignOffId
from storage.letters import LetterState
from storage.tables import Health, Origin
from tests.handlers.builders import ANA, NOON, facts, history, letter, sign_off
from tests.words.given import HERE, LINKS, NUMBER, REASON, Drawing, a_campaign, some_facts


def request_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    yield from _cards()
    yield from _threads()
    yield from _forms()
    yield from _results()


def _cards() -> Iterator[Drawing]:
    for state, is_ending, origin in itertools.product(State, (False, True), Origin):
        shown = some_facts(state=state, is_ending=is_ending, origin=origin)
        yield "request/card:draw_card", partial(draw_card, shown, NOON)
    for health, since in itertools.product(Health, (None, NOON)):
        for words in (None, "11."):
            shown = some_facts(
                profile_health=health, unreadable_since=since, profile_health_words=words, meta_status="13"
            )
            yield "request/card:draw_card", partial(draw_card, shown, NOON)
    for is_left_behind in (False, True):
        shown = some_facts(moved_to=HERE, is_left_behind=is_left_behind)
        yield "request/card:draw_card", partial(draw_card, shown, NOON)
    yield "request/card:draw_left_behind", draw_left_behind
    shown = some_facts(state=State.FAILED, other_ig_id="901")
    yield "request/card:draw_card", partial(draw_card, shown, NOON)
    for matter, is_of_list, people in itertools.product(Matter, (False, True), ("", "18")):
        waits = sign_off(matter=matter, is_of_list=is_of_list, can_sign=people)
        for state in (State.SIGNING, State.APPROVED):
            yield "request/card:draw_card", partial(draw_card, some_facts(state=state, sign_off=waits), NOON)
    for state, ends_at in itertools.product((State.WAITING, State.APPROVED), (NOON, NOON + timedelta(days=1))):
        agreed = some_facts(state=state, until=NOON.date(), ends_at=ends_at)
        yield "request/card:draw_card", partial(draw_card, agreed, NOON)
    for until, is_renewal in itertools.product((None, NOON.date()), (False, True)):
        offer = Offer(creator_username="maya.makes", until=until, suggested=NOON.date())
        memory = TermMemory(request_id=RequestId("r1"), is_renewal=is_renewal)
        yield "terms/modal:draw_term", partial(draw_term, offer, memory=memory)
    for is_ending in (False, True):
        held = some_facts(state=State.QUEUED, leaves_at=NOON, is_ending=is_ending)
        yield "request/card:draw_card", partial(draw_card, held, NOON)
        yield from _listed(held)
        yield from _result([Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=True, facts=held)])
    revoke_waits = some_facts(state=State.APPROVED, sign_off=sign_off(matter=Matter.REVOKE))
    yield from _listed(revoke_waits)
    yield "signing/modal:draw_refusal", partial(draw_refusal, RefusalMemory(sign_off_id=SignOffId("s1")))
    nudges: list[dict[str, Any]] = [
        {"next_nudge": Due(step=step, number=1, at=NOON), "nudges": times, "nudged_at": NOON if times else None}
        for step, times in itertools.product(Step, (0, 1, 2))
    ]
    for about in (*nudges, {"is_handed_off": True, "nudged_at": NOON, "nudges": 3}):
        yield "request/card:draw_card", partial(draw_card, some_facts(**about), NOON)
    bare = facts(campaign_name=None, campaign_id=None, asked_by=None, last_checked_at=None)
    yield "request/card:draw_card", partial(draw_card, bare, NOON)


def _listed(shown: Any) -> Iterator[Drawing]:
    page, memory = Page(rows=[shown]), ListMemory()
    yield "manage/listing:draw_list", partial(draw_list, page, memory=memory)
    drawn = partial(draw_status, page, head="19", hint="", links={}, memory=memory, as_of=NOON)
    yield "status/card:draw_status", drawn


def _threads() -> Iterator[Drawing]:
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
        yield (
            "letters/card:draw_letter",
            partial(draw_letter, some_facts(creator_username=creator, letter=shown), shown),
        )
        news = history(State.WAITING, letter=shown, creator_username=creator, why=words or "")
        yield "letters/card:draw_news", partial(draw_news, news, shown)
    for purpose, count in itertools.product(("nudge-1", HAND_OFF), (2, 40)):
        states = list(LetterState)
        told = [
            (
                some_facts(creator_username=f"maya.{number}"),
                letter(purpose=purpose, text=NUMBER, state=states[number % 8]),
            )
            for number in range(count)
        ]
        yield "letters/several:draw_letters", partial(draw_letters, told, called=ANA)
    for purpose, tag, times in itertools.product(("nudge-1", HAND_OFF), LETTERS_BEGIN, (1, 3)):
        shown = letter(purpose=purpose, text=NUMBER)
        entry = history(State.WAITING, tag=tag, actor="U0BEN", letter=shown, nudges=times, campaign_name=NUMBER)
        yield "request/history:draw_history", partial(draw_history, entry)
    yield "request/history:draw_history", partial(draw_history, history(State.WAITING, tag=RENAMED, why=REASON))


def _forms() -> Iterator[Drawing]:
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
                partial(campaign_modal.draw_form, memory_of, of_channel=[a_campaign()] * count),
            )
    yield "campaign/modal:draw_made", partial(campaign_modal.draw_made, a_campaign())


def _links() -> Sequence[str]:
    return "https://[1", "https://1.example/2", "https://instagram.com/", "https://instagram.com/p/1"


def _results() -> Iterator[Drawing]:
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
        shown = some_facts(state=state, profile_health=Health.LOGIN_DEAD, asked_by=by)
        for is_new in (True, False):
            yield from _result([Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=is_new, facts=shown)])


def _result(asked: Sequence[Asked]) -> Iterator[Drawing]:
    submission = Submission(asked=asked, profile="northlight.skin", campaign=NUMBER, channel_id=HERE)
    for is_over in (True, False):
        yield (
            "request/result:draw_result",
            partial(draw_result, submission, links=LINKS, is_over=is_over),
        )
