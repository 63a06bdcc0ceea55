"""What the messages of a list have to keep to, row by row: places that can be filled, and what a direct message takes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bulk.verdicts import Why
from bot.letters.template import LONGEST_MESSAGE_BYTES, Values, filled, size_of, unknown_place


@dataclass(frozen=True, kw_only=True)
class Messages:
    """How the messages of one list are filled, and how they travel."""

    template: str | None
    """For rows that bring none of their own."""
    profile: str
    campaign: str
    sender: str
    by_mail: bool
    """By e-mail where an address is known."""
    known: frozenset[str] = frozenset()
    """Creators whose address is known already, by handle."""

    def fault(self, handle: str, *, message: str | None, has_address: bool) -> Why | None:
        """Say what is wrong with the message to one creator; None when nothing is, or there is none."""
        template = message or self.template
        if template is None:
            return None
        if unknown_place(template) is not None:
            return Why.UNKNOWN_PLACE
        if self.by_mail and (has_address or handle in self.known):
            return None
        values = Values(creator=handle, profile=self.profile, campaign=self.campaign, sender=self.sender)
        return Why.LONG_MESSAGE if size_of(filled(template, values)) > LONGEST_MESSAGE_BYTES else None
