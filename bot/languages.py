"""In which language somebody is spoken to: the one place that decides it, for listeners and for durable work."""

from __future__ import annotations

from bot.words import Language, english


class Languages:
    """Knows the language of each workspace.

    Today all speak the usual one (GREENLIGHT_LANGUAGE); a workspace's own choice belongs here.
    """

    def __init__(self, *, usual: Language | None = None) -> None:
        self.usual = usual or english()

    async def of(self, workspace_id: str) -> Language:
        """Return the language that a workspace reads."""
        return self.usual
