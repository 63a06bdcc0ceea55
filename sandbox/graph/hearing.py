"""Who wants to hear of changes in the world: each is called with what changed, after it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sandbox.graph.comments.model import AnyComment
from sandbox.graph.comments.store import Verb
from sandbox.graph.people import Person


@dataclass
class Hearing:
    """The listeners for each kind of change; `scopes` says which, and whether they were granted or taken back."""

    comment: list[Callable[[AnyComment, Verb], None]] = field(default_factory=list)
    scopes: list[Callable[[Person, Iterable[str], bool], None]] = field(default_factory=list)
    removal: list[Callable[[Person], None]] = field(default_factory=list)
    deletion: list[Callable[[Person], None]] = field(default_factory=list)
    reset: list[Callable[[], None]] = field(default_factory=list)
