"""What one person is told by a direct message about tags, posts and ad codes: that something they asked for is over."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a notice is about."""

    TAGS = "tags"
    """A round of tag approval came to its end, and its window was closed."""
    DEED = "post-deed"
    """Something about one post was done with the creator's connection, or could not be."""
