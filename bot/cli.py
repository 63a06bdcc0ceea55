"""`greenlight`: the command line for the people who run it. Exit code 0 is done, 2 is a sentence that says what to do."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import SecretStr

from bot.app import Greenlight, storage_down
from bot.checkup import Finding, checkup
from bot.errors import GreenlightError, Misconfigured
from bot.operator import Operator
from bot.profiles.profiles import NewProfile
from bot.reporting.exporting import Form, What
from bot.settings import PREFIX, Settings, load, needed_to_run, new_key, require
from bot.takeaway import Takeaway, take_away
from storage.database import DatabaseDown
from storage.migrate import migrate as migrate_database

Done = TypeVar("Done")
DID_NOT = 2


def main() -> None:
    """Run the command line; every error a person can mend is one sentence on standard error."""
    try:
        code = cli(standalone_mode=False)  # an Exit raised inside comes back as its number
    except click.ClickException as error:
        error.show()
        sys.exit(DID_NOT)
    except click.exceptions.Abort:
        sys.exit(130)
    except DatabaseDown as error:
        click.echo(str(storage_down(error)), err=True)
        sys.exit(DID_NOT)
    except GreenlightError as error:
        click.echo(error.sentence, err=True)
        sys.exit(DID_NOT)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Ask creators for partnership-ad permission from Slack, and hear the answer in the campaign's channel."""


@cli.command()
def run() -> None:
    """Run the app until it is stopped (Ctrl-C or SIGTERM)."""
    settings = load()
    require(settings, *needed_to_run(settings))
    _log_to_stderr()
    asyncio.run(_run(settings))


@cli.command()
def check() -> None:
    """Try everything a run depends on, and say how to mend what does not work."""
    findings = asyncio.run(checkup(load()))
    for finding in findings:
        click.echo(_told(finding))
    bad = sum(not finding.is_good for finding in findings)
    click.echo(f"{len(findings) - bad} good, {bad} to mend.")
    if bad:
        raise click.exceptions.Exit(DID_NOT)


@cli.command()
def migrate() -> None:
    """Bring the database to the schema this version needs; `run` does it too."""
    before, after = migrate_database(load().database_url)
    click.echo(
        f"The database is at schema {after}" + (" already." if before == after else f" (was {before or 'empty'}).")
    )


@cli.command()
def settings() -> None:
    """List every setting: what it means, its default, and whether it is set. Secrets are never shown."""
    for name, field in Settings.model_fields.items():
        variable = f"{PREFIX}{name.upper()}"
        is_set = "set" if os.environ.get(variable) else "not set"
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = (
            f", default {getattr(default, 'value', default)}" if default and not isinstance(default, SecretStr) else ""
        )
        click.echo(f"{variable} ({is_set}{shown})\n    {field.description}")


@cli.command()
def webhooks() -> None:
    """Have Meta deliver comments to GREENLIGHT_PUBLIC_URL as they are written. Greenlight has to run: Meta asks it meanwhile."""
    settings = load()
    require(settings, "public_url", "meta_verify_token", "meta_app_id", "meta_app_secret")

    async def subscribe(operator: Operator) -> None:
        new = await operator.subscribing.subscribe()
        done = f"now delivers {' and '.join(new)}" if new else "delivers all that is wanted already,"
        click.echo(f"Meta {done} to {operator.subscribing.address}.")

    _with_operator(settings, subscribe)


@cli.command()
@click.option("--workspace", metavar="ID", help="The Slack workspace, T0123…; not needed where there is only one.")
@click.option("--what", type=click.Choice([each.value for each in What]), required=True, help="What is taken.")
@click.option("--format", "form", type=click.Choice([each.value for each in Form]), default=Form.CSV.value)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file; else standard output.")
def export(*, workspace: str | None, what: str, form: str, out: Path | None) -> None:
    """Take requests or the whole history away, as CSV or as JSON lines. Private campaigns are in it: keep the file safe."""
    wish = Takeaway(workspace_id=workspace, what=What(what), form=Form(form), out=out)
    try:
        rows = asyncio.run(take_away(load().database_url, wish))
    except BrokenPipeError:
        # Whoever read it, `head` for example, has seen enough. Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None
    click.echo(f"{rows} rows of {what} written{f' to {out}' if out else ''}.", err=True)


@cli.group()
def profiles() -> None:
    """Connect and list the Instagram accounts that requests are sent from."""


@profiles.command("add")
@click.option("--ig-id", required=True, help="The account's Instagram id (digits), as Meta's tools show it.")
@click.option("--username", required=True, help="The account's handle, with or without @.")
@click.option("--token-stdin", is_flag=True, help="Read the access token from standard input.")
@click.option("--token-env", metavar="NAME", help="Read the access token from this environment variable.")
def profiles_add(*, ig_id: str, username: str, token_stdin: bool, token_env: str | None) -> None:
    """Connect a profile, or renew its token. A token is never taken as an argument: others could read it there."""
    token = _token(from_stdin=token_stdin, from_env=token_env)
    settings = load()
    require(settings, "slack_bot_token", "meta_app_secret")

    async def connect(operator: Operator) -> None:
        connected = await operator.profiles.connect(
            await operator.workspace_id(), NewProfile(ig_id=ig_id, username=username, token=token)
        )
        done = "connected" if connected.is_new else "connected again, with the new token"
        click.echo(f"@{connected.profile.username} is {done}.")
        if connected.unproved:
            click.echo(f"The token could not be tried yet. {connected.unproved}", err=True)

    _with_operator(settings, connect)


@profiles.command("list")
def profiles_list() -> None:
    """List the connected profiles and how their logins stand."""
    settings = load()
    require(settings, "slack_bot_token", "meta_app_secret")

    async def show(operator: Operator) -> None:
        found = await operator.profiles.all(await operator.workspace_id())
        for profile in found:
            read = f"last read {profile.last_read_at:%Y-%m-%d %H:%M} UTC" if profile.last_read_at else "not read yet"
            click.echo(
                f"@{profile.username} (id {profile.ig_id}): {profile.health}, {read}. {profile.health_words or ''}"
            )
        if not found:
            click.echo("No profile is connected. Connect one with `greenlight profiles add --help`.")

    _with_operator(settings, show)


@cli.group()
def keys() -> None:
    """Keys that seal stored tokens."""


@keys.command("new")
def keys_new() -> None:
    """Make a key for GREENLIGHT_SECRET_KEYS. Put it before the old ones, separated by a comma, to rotate."""
    click.echo(new_key())


def _token(*, from_stdin: bool, from_env: str | None) -> SecretStr:
    if from_stdin == (from_env is not None):
        raise click.UsageError("Give exactly one of --token-stdin and --token-env NAME.")
    if from_env is None:
        return SecretStr(sys.stdin.read().strip())
    if not os.environ.get(from_env):
        raise Misconfigured(f"The environment variable {from_env} is not set.", todo="Put the access token into it.")
    return SecretStr(os.environ[from_env])


def _with_operator(settings: Settings, act: Callable[[Operator], Awaitable[None]]) -> None:
    async def acted() -> None:
        async with Operator(settings) as operator:
            await act(operator)

    asyncio.run(acted())


async def _run(settings: Settings) -> None:
    greenlight = Greenlight(settings)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stopped.set)
    try:
        whoami = await _unless_stopped(greenlight.start(), stopped)
        if whoami is not None:
            click.echo(
                f"ready: Greenlight works for {whoami.team_name} ({whoami.team_id}), Slack by {settings.slack_mode}."
            )
            await stopped.wait()
    finally:
        await greenlight.stop()


async def _unless_stopped(work: Coroutine[Any, Any, Done], stopped: asyncio.Event) -> Done | None:
    """Do `work`, and give it up when a person stops the process meanwhile."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stopped.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.wait({working})
    return None


def _told(finding: Finding) -> str:
    return f"{'good' if finding.is_good else 'MEND'}  {finding.about}: {finding.words}"


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    # These tell every call; what matters of it is in the audit and the cards.
    for noisy in ("httpx", "httpcore", "slack_bolt", "slack_sdk", "aiohttp.access", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
