"""What durable work on permissions is made with; the composition root puts it together once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.engine import Engine
from bot.graph import GraphClient
from bot.languages import Languages
from bot.permissions.record import Recorder
from storage.secrets import Secrets
from storage.unit_of_work import Storage


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a use case asks, hears and takes back with."""

    storage: Storage
    engine: Engine
    graph: GraphClient
    secrets: Secrets
    recorder: Recorder
    languages: Languages
    now: Callable[[], datetime]
    new_id: Callable[[], str]


class DurableWork:
    """A use case that is carried out durably, with those means at hand by their names."""

    def __init__(self, means: Means) -> None:
        self.storage = means.storage
        self.engine = means.engine
        self.graph = means.graph
        self.secrets = means.secrets
        self.recorder = means.recorder
        self.languages = means.languages
        self.now = means.now
        self.new_id = means.new_id
