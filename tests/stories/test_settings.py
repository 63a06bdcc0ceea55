"""A setting that is missing or malformed is a clear line on the terminal, exit code 2, and never an echo of the value."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.nursery import command
from tests.stories.desk import Desk

pytestmark = [pytest.mark.story]

NAMES = (
    "SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_MODE",
    "SLACK_FILES_URL", "GRAPH_URL",
    "PAGES_URL", "LOGIN_URL", "GRAPH_VERSION", "META_APP_ID", "META_APP_SECRET", "META_VERIFY_TOKEN", "META_LOGIN_CONFIG_ID", "DATABASE_URL",
    "SECRET_KEYS", "PUBLIC_URL", "LANGUAGE", "HTTP_PORT",
    "SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USERNAME", "SMTP_PASSWORD", "SMTP_FROM", "SMTP_FROM_NAME",
    "SMTP_REPLY_TO",
)  # fmt: skip
CANARY = "hush-canary"
MALFORMED = {
    "SLACK_API_URL": (f"ftp://{CANARY}", "must start with https:// (or http:// for a service on this machine)"),
    "SLACK_BOT_TOKEN": (f"xoxp-{CANARY}", "must start with xoxb-"),
    "SLACK_APP_TOKEN": (f"xapp-{CANARY} {CANARY}", "must be letters, digits and signs without blanks"),
    "SLACK_SIGNING_SECRET": (f"{CANARY}é", "must be letters, digits and signs without blanks"),
    "SLACK_MODE": (CANARY, "Input should be 'socket' or 'http'"),
    "SLACK_FILES_URL": (CANARY, "must start with https:// (or http:// for a service on this machine)"),
    "GRAPH_URL": (CANARY, "must start with https:// (or http:// for a service on this machine)"),
    "PAGES_URL": (CANARY, "must start with https:// (or http:// for a service on this machine)"),
    "LOGIN_URL": (CANARY, "must start with https:// (or http:// for a service on this machine)"),
    "GRAPH_VERSION": (CANARY, "must look like v26.0"),
    "META_APP_ID": (CANARY, "must be digits only, as Meta's page of the app shows it"),
    "META_LOGIN_CONFIG_ID": (CANARY, "must be digits only, as Meta's page of the app shows it"),
    "META_APP_SECRET": (f"{CANARY}\n{CANARY}", "must be letters, digits and signs without blanks"),
    "META_VERIFY_TOKEN": (f"{CANARY} {CANARY}", "must be letters, digits and signs without blanks"),
    "DATABASE_URL": (f"postgresql://u:pass:{CANARY}@host:{CANARY}/name", "cannot be read as sqlite:///path or"),
    "SECRET_KEYS": (CANARY, "each key needs at least 32 characters; `greenlight keys new` makes one"),
    "PUBLIC_URL": (CANARY, "must start with https://"),
    "LANGUAGE": (CANARY, "must be one of: en"),
    "HTTP_PORT": (CANARY, "Input should be a valid integer"),
}
SANE = {
    "SLACK_BOT_TOKEN": "xoxb-told",
    "SLACK_APP_TOKEN": "xapp-told",
    "SLACK_SIGNING_SECRET": "told",
    "META_APP_SECRET": "told",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",  # nobody answers there
    "GRAPH_URL": "http://127.0.0.1:9",
}


def _greenlight(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")}
    given = {f"GREENLIGHT_{name}": value for name, value in settings.items()}
    return command(list(arguments), environment=bare | given)


def refused(done: subprocess.CompletedProcess[str]) -> list[str]:
    """See that it ended as a refusal should, and return its lines."""
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr, done.stderr
    assert CANARY not in done.stderr + done.stdout
    return done.stderr.splitlines()


def test_every_malformed_setting_gets_a_line_of_its_own() -> None:
    lines = refused(_greenlight("run", **{name: value for name, (value, _words) in MALFORMED.items()}))
    assert lines[0] == "These settings are malformed:"
    for name, (_value, words) in MALFORMED.items():
        told = [line for line in lines if line.startswith(f"GREENLIGHT_{name}: ")]
        assert len(told) == 1, (name, lines)
        assert words in told[0]
    assert lines[-1] == "Run `greenlight settings` to see what each one takes."
    assert len(lines) == len(MALFORMED) + 2


@pytest.mark.parametrize(
    ("mode", "needed"),
    [
        ("socket", ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "META_APP_SECRET")),
        ("http", ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "META_APP_SECRET")),
    ],
)
def test_every_missing_setting_gets_a_line_that_says_where_to_find_it(mode: str, needed: tuple[str, ...]) -> None:
    lines = refused(_greenlight("run", SLACK_MODE=mode))
    assert lines[0] == "These settings are missing:"
    assert [line.split(":")[0] for line in lines[1:-1]] == [f"GREENLIGHT_{name}" for name in needed]
    assert all(len(line.split(":", 1)[1]) > 20 for line in lines[1:-1])


def test_settings_lists_every_name_and_shows_no_value_of_a_secret() -> None:
    told = _greenlight("settings", SLACK_BOT_TOKEN=f"xoxb-{CANARY}", SECRET_KEYS=CANARY * 4)
    assert told.returncode == 0
    listed = [line.split()[0] for line in told.stdout.splitlines() if line.startswith("GREENLIGHT_")]
    assert set(listed) == {f"GREENLIGHT_{name}" for name in NAMES}
    assert "GREENLIGHT_SLACK_BOT_TOKEN (set)" in told.stdout
    assert CANARY not in told.stdout


@pytest.mark.parametrize("where", ["a folder", "no database", "nowhere to write", "nobody at that port"])
def test_a_database_that_cannot_be_used_is_a_sentence(where: str, tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("This is a letter, not a database.\n" * 99)
    url = {
        "a folder": f"sqlite:///{tmp_path}",
        "no database": f"sqlite:///{tmp_path / 'text.sqlite'}",
        "nowhere to write": "sqlite:////proc/nowhere/greenlight.sqlite",
        "nobody at that port": f"postgresql://u:{CANARY}@127.0.0.1:9/name",
    }[where]
    lines = refused(_greenlight("run", **SANE, DATABASE_URL=url, SECRET_KEYS="k" * 40))
    assert lines[-1].startswith("The database cannot be used. It cannot be opened or reached. Look at GREENLIGHT_DATAB")


async def test_a_second_process_on_the_same_sqlite_file_ends_with_a_sentence_and_the_first_goes_on(
    sqlite_desk: Desk,
) -> None:
    first = await sqlite_desk.start_bot()
    second = await sqlite_desk.command("run")
    assert refused(second)[-1] == (
        "Another Greenlight process is running on the SQLite file greenlight.sqlite. A SQLite database can be used by "
        "one process only. Stop the other one, or set GREENLIGHT_DATABASE_URL to PostgreSQL to run several."
    )
    assert (await sqlite_desk.type(sqlite_desk.ana, sqlite_desk.spring, "help"))["ok"]
    assert await first.stop() == 0


async def test_a_token_slack_does_not_know_ends_the_start_with_the_setting_to_mend(sqlite_desk: Desk) -> None:
    for name, wrong in (("SLACK_BOT_TOKEN", f"xoxb-{CANARY}"), ("SLACK_APP_TOKEN", f"xapp-{CANARY}")):
        right = sqlite_desk.environment[f"GREENLIGHT_{name}"]
        sqlite_desk.environment[f"GREENLIGHT_{name}"] = wrong
        lines = refused(await sqlite_desk.command("run"))
        assert "It answered “invalid_auth”." in lines[-1]
        assert f"Set GREENLIGHT_{name} to" in lines[-1]
        sqlite_desk.environment[f"GREENLIGHT_{name}"] = right


async def test_a_port_that_is_taken_ends_the_start_with_a_sentence(sqlite_desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sqlite_desk.environment["GREENLIGHT_HTTP_PORT"] = str(port)
        lines = refused(await sqlite_desk.command("run"))
    assert lines[-1].startswith(f"Port {port} cannot be listened on.")
    assert lines[-1].endswith("Set GREENLIGHT_HTTP_PORT to a free port.")


async def test_slack_being_down_at_the_start_is_said_once_and_waited_out(sqlite_desk: Desk) -> None:
    await sqlite_desk.slack.post("fault", on="auth.test", kind="status", status=503, times=2)
    await sqlite_desk.slack.post("fault", on="apps.connections.open", kind="status", status=502)
    bot = await sqlite_desk.start_bot()
    assert bot.log.count("Slack did not answer.") == 1
    assert "Greenlight keeps trying every 3 s." in bot.log
    assert "Slack cannot be reached over Socket Mode; trying again in 2 s" in bot.log
    assert await bot.stop() == 0
