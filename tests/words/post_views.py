"""The windows and messages about tags, posts and ad codes, once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bot.tags.rows import Outcome
from handlers.loading import draw_loading
from handlers.request.memory import Choice
from handlers.tags.modal import Memory as TagsMemory
from handlers.tags.modal import draw_form as draw_tags_form
from handlers.tags.modal import draw_round, draw_round_notice
from storage.tags import TagStage, TagWish
from tests.handlers.posts import a_round, rows

NUMBER = "2027"
Way = tuple[str, Callable[[], Any]]


def tag_windows() -> Iterator[Way]:
    """Name each drawing and give the way to draw it."""
    yield "loading:draw_loading", partial(draw_loading, NUMBER)
    chosen = Choice(id="c1", text=NUMBER)
    for memory in (TagsMemory(), TagsMemory(campaign=chosen, profile=chosen, handles="@1")):
        yield "tags/modal:draw_form", partial(draw_tags_form, memory)
    crowd = [row for outcome in Outcome for row in rows(outcome, count=250, words="1")]
    for wish, stage, words in itertools.product(TagWish, TagStage, (None, "11.")):
        for shown in (crowd, rows(Outcome.APPROVED), rows(Outcome.NOT_APPROVED), rows(Outcome.UNDECIDED)):
            facts = a_round(shown, wish=wish, stage=stage, words=words, campaign=NUMBER)
            yield "tags/modal:draw_round", partial(draw_round, facts)
            yield "tags/modal:draw_round_notice", partial(draw_round_notice, facts)
