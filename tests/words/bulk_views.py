"""The windows, the card and the files of a list, once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
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
from bot.creators.handles import read_handles
from bot.permissions.status import State
from handlers.blocks import Block, section
from handlers.bulk import modal as import_modal
from handlers.bulk.card import draw_batch
from handlers.bulk.file import draw_file, draw_shared_file
from handlers.request.memory import Memory
from storage.batches import Outcome, Stage
from storage.ids import BatchId
from tests.handlers.builders import ANA, NOON, sign_off
from tests.words.given import HERE, NUMBER, REASON, Drawing


def bulk_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    yield from _imports()
    yield from _import_files()


def _imports() -> Iterator[Drawing]:
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


def _import_files() -> Iterator[Drawing]:
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
