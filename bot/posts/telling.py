"""What one person is told about rounds of tag approval and deeds about posts, where nobody looks at the window any more."""

from __future__ import annotations

from collections.abc import Callable

from bot.notices.telling import Whom
from bot.posts.deeds import DeedFacts
from bot.posts.notices import Kind
from bot.slack.calls import Words
from bot.tags.facts import DrawRoundNotice, RoundFacts
from bot.tags.rounds import facts_of_round
from storage.ids import PersonId
from storage.logins import Notice
from storage.unit_of_work import UnitOfWork


class AboutTags:
    """The subject of notices about rounds."""

    kinds = frozenset({Kind.TAGS})

    def __init__(self, *, draw: DrawRoundNotice) -> None:
        self._draw = draw

    async def facts(self, uow: UnitOfWork, notice: Notice) -> RoundFacts | None:
        """Gather what there is to say."""
        round_ = await uow.tag_rounds.get(notice.about["round"])
        return None if round_ is None else await facts_of_round(uow, round_)

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Nobody but whoever asked, whom the notice names."""
        return Whom(candidates=(), else_admin=False)

    def waits(self, notice: Notice, facts: RoundFacts) -> bool:
        """Tell it at once."""
        return False

    def draw(self, facts: RoundFacts, *, to: PersonId | None) -> Words:
        """Draw the message."""
        return self._draw(facts)


class AboutDeeds:
    """The subject of notices about deeds."""

    kinds = frozenset({Kind.DEED})

    def __init__(self, *, draw: Callable[[DeedFacts], Words]) -> None:
        self._draw = draw

    async def facts(self, uow: UnitOfWork, notice: Notice) -> DeedFacts | None:
        """Gather what there is to say: it was written down with the notice."""
        return DeedFacts(is_done=bool(notice.about["is_done"]), words=str(notice.about["words"]))

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Nobody but whoever asked, whom the notice names."""
        return Whom(candidates=(), else_admin=False)

    def waits(self, notice: Notice, facts: DeedFacts) -> bool:
        """Tell it at once."""
        return False

    def draw(self, facts: DeedFacts, *, to: PersonId | None) -> Words:
        """Draw the message."""
        return self._draw(facts)
