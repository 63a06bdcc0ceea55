"""What use cases about logins are made with; the composition root puts it together once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from bot.engine import Engine
from bot.graph import GraphClient
from bot.people import People
from bot.slack.calls import SlackCalls
from storage.secrets import Secrets
from storage.unit_of_work import Storage


@dataclass(frozen=True, kw_only=True)
class LoginMeans:
    """What they sign in, connect, check and tell with."""

    storage: Storage
    engine: Engine
    graph: GraphClient
    secrets: Secrets
    slack: SlackCalls
    people: People
    app_id: str
    """Our app at Meta; empty where nobody has set it."""
    public_url: str
    """Where people reach our pages, without a slash at its end; empty where nobody has set it."""
    keys: Sequence[SecretStr]
    """They sign links and states; the first signs, all are taken."""
    now: Callable[[], datetime]
    new_id: Callable[[], str]
