"""What can be done with a letter in each state, and what is news; pure."""

from __future__ import annotations

from storage.letters import LetterState

MARKABLE = frozenset({LetterState.PREPARED, LetterState.UNSURE, LetterState.BOUNCED})
"""Somebody may have sent it themselves."""
BOUNCEABLE = frozenset({LetterState.SENT, LetterState.UNSURE, LetterState.MARKED})
"""It may come back to the team's inbox, which Greenlight does not read."""
REPEATABLE = frozenset({LetterState.UNSURE})
"""Only a person decides that it may arrive twice."""
BY_HAND = frozenset({LetterState.PREPARED, LetterState.UNSURE, LetterState.BOUNCED})
"""States in which it takes a person to bring the text to the creator."""
UNTOLD = frozenset({LetterState.DRAFTED})
"""States that are nobody's news yet."""
