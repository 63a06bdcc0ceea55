"""Connecting accounts: from Slack through Facebook's dialog to a profile that requests are sent from."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from storage.secrets import Secrets
from tests.stories.brand import HOME, SKIN, Brand, a_brand
from tests.stories.office import words_of
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.story]


@pytest.fixture
async def brand(services: tuple[str, str], tmp_path: Path, ready_url: str) -> AsyncIterator[Brand]:
    """A brand's desk, running; on SQLite, then on PostgreSQL."""
    async with a_brand(services, folder=tmp_path, database_url=ready_url) as brand:
        await brand.start()
        yield brand


async def test_a_newcomer_connects_picks_and_asks_and_what_meta_lists_is_taken_in(brand: Brand) -> None:
    for creator, status in (("maya.makes", "APPROVED"), ("juno.skates", "APPROVED"), ("fickle.finch", "PENDING")):
        ig_id = SKIN.split(":")[1]
        await brand.desk.meta.post("permission", profile_ig_id=ig_id, creator_username=creator, status=status)

    async with Visitor(brand.base) as visitor:
        start = await visitor.open(await brand.link())
        assert start.title == "Connect your accounts"
        assert "For ana, in the Slack workspace" in start.words
        await visitor.press(start, "Continue with Facebook")
        choose = await brand.answer(visitor)
        assert choose.title == "Choose accounts to connect"
        assert "You are signed in at Facebook as Nora Lind." in choose.words
        assert {SKIN, HOME} <= set(choose.form("Connect").boxes)
        done = await visitor.press(choose, "Connect", ticks=[SKIN, HOME])

    assert done.title == "2 accounts are connected"
    assert "3 permissions adopted: 1 waiting, 2 approved" in done.words
    assert "Nothing to adopt: Meta lists no permission that is not here already" in done.words
    letter = await brand.written_to(brand.ana, "2 profiles are connected.")
    assert "3 permissions adopted: 1 waiting, 2 approved." in words_of(letter)
    view = await brand.window()
    assert "2 profiles connected" in words_of(view)
    assert words_of(view).count("Works") == 2
    # Both are of one business: its list was read beside their own.
    assert [call["status"] for call in await brand.desk.meta.calls("ig_bc_ad_permissions")][:1] == [200]


async def test_a_profile_that_was_just_connected_can_ask(brand: Brand) -> None:
    assert (await brand.connect(SKIN)).title == "1 account is connected"
    await brand.desk.close_windows(brand.ana)
    await brand.desk.create_campaign()
    assert not (await brand.desk.ask("@maya.makes"))["errors"]
    await brand.desk.card("@maya.makes", "Waiting")


async def test_no_table_holds_a_token_a_code_or_the_app_secret_in_clear(brand: Brand) -> None:
    secrets = Secrets([SecretStr(brand.desk.environment["GREENLIGHT_SECRET_KEYS"])])
    async with Visitor(brand.base) as visitor:
        start = await visitor.open(await brand.link())
        await visitor.press(start, "Continue with Facebook")
        body = {"person": "nora", "redirect": visitor.dialog, "answer": "accept"}
        back = (await brand.desk.meta.post("login", **body))["location"]
        choose = await visitor.open(back)
        on_the_way = kept_in(brand)  # the sign-in has its token, and nothing is connected yet
        await visitor.press(choose, "Connect", ticks=[SKIN, HOME])
    await brand.written_to(brand.ana, "2 profiles are connected.")
    dumps = (on_the_way, kept_in(brand))

    sealed = {each for dump in dumps for each in _SEALED.findall(dump)}
    tokens = {secrets.open(each).get_secret_value() for each in sealed}
    assert len(tokens) >= 1
    assert all(token.startswith("EAA") for token in tokens)
    code, state = (parse_qs(urlsplit(back).query)[name][0] for name in ("code", "state"))
    for dump in dumps:
        assert "northlight.skin" in dump
        for secret in (*tokens, code, state, brand.desk.meta.world["app_secret"]):
            assert secret not in dump
        assert not _TOKEN.search(_SEALED.sub("", dump))


_SEALED = re.compile(r"gAAAA[\w-]{60,}=*")
"""What `storage.secrets` makes of a token."""
_TOKEN = re.compile(r"EAA(?:[0-9a-f]{80}|[A-Z][a-z]+[A-Z])")
"""What the sandbox's tokens look like. A digest that is dumped as `X'…EAA0…'` is none."""


def kept_in(brand: Brand) -> str:
    """Every row of every table, the engine's as well, as text."""
    url = brand.desk.environment["GREENLIGHT_DATABASE_URL"]
    return "\n".join(_of_sqlite(url) if url.startswith("sqlite") else _of_postgresql(url))


def _of_sqlite(url: str) -> Iterator[str]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        yield from database.iterdump()


def _of_postgresql(url: str) -> Iterator[str]:
    with psycopg.connect(url) as database:
        tables = database.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert {"dbos", "public"} <= {schema for schema, _table in tables}
        for names in tables:
            rows = sql.SQL("SELECT row_to_json(kept)::text FROM {} kept").format(sql.Identifier(*names))
            yield from (row[0] for row in database.execute(rows))
