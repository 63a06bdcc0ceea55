"""`greenlight check`: everything a run depends on, tried one by one; each finding says how to mend it."""

from __future__ import annotations

import asyncio
import email.utils
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import aiohttp

from bot.app import migrated
from bot.connections.signing_in import BACK
from bot.errors import GreenlightError
from bot.mail.errors import MailError
from bot.operator import Operator
from bot.settings import Settings, SlackMode, hears_of_comments, mail_server, needed_to_run, require, secret_keys
from bot.slack.calls import open_socket_address, slack_session, web_client
from bot.slack.scopes import NEEDED
from bot.wiring.outside import utc_now
from storage.tables import Profile

MOST_SKEW_SECONDS = 120
"""Slack refuses signatures older than 300 s; a clock this far off is on its way there."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was tried."""

    about: str
    is_good: bool
    words: str


async def checkup(settings: Settings) -> list[Finding]:
    """Try everything and return what was found; what depends on something broken is left out."""
    findings = [await _tried("settings", lambda: _settings(settings))]
    findings.append(await _tried("database", lambda: _database(settings)))
    if not all(finding.is_good for finding in findings):
        return findings
    findings.append(await _tried("sign-in", lambda: _sign_in(settings)))
    findings.append(await _tried("mail", lambda: _mail(settings)))
    async with Operator(settings) as operator:
        findings.append(await _tried("slack token", lambda: _slack(operator)))
        if settings.slack_mode is SlackMode.SOCKET:
            findings.append(await _tried("slack app token", lambda: _app_token(settings)))
        findings.append(await _tried("clock", lambda: _clock(settings)))
        findings.append(await _tried("webhooks", lambda: _webhooks(settings, operator)))
        if next(each for each in findings if each.about == "slack token").is_good:
            findings.extend(await _profiles(operator))
    return findings


async def _tried(about: str, attempt: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(about=about, is_good=True, words=await attempt())
    except GreenlightError as error:
        return Finding(about=about, is_good=False, words=error.sentence)


async def _settings(settings: Settings) -> str:
    require(settings, *needed_to_run(settings))
    secret_keys(settings)
    return "every setting that a run needs is there."


async def _database(settings: Settings) -> str:
    await asyncio.to_thread(migrated, settings.database_url)
    return "it opens, can be written to, and has the schema this version needs."


async def _sign_in(settings: Settings) -> str:
    """Say whether people can connect accounts themselves. Nothing here can tell whether Meta's dialog leads back."""
    if not settings.public_url:
        return "GREENLIGHT_PUBLIC_URL is not set: profiles are connected with `greenlight profiles add`."
    require(settings, "meta_app_id")
    back = f"{settings.public_url.rstrip('/')}{BACK}"
    return f"Connect with Facebook is set up. The app at Meta must have {back} among its valid redirect URIs."


async def _mail(settings: Settings) -> str:
    """Say whether letters to creators are e-mailed, having signed in to the mail server."""
    server = mail_server(settings)
    if server is None:
        return "no mail server is set up (GREENLIGHT_SMTP_HOST): messages to creators are ready to copy."
    try:
        await server.greet()
    except MailError as error:
        raise GreenlightError(
            "The mail server does not answer as it should.",
            why=f"It said: {error.said}." if error.said else "",
            todo="Look at the GREENLIGHT_SMTP_ settings: host, port, security, username, password.",
        ) from error
    return (
        f"letters go out from {server.sender} by {server.host}, and answers go to {server.reply_to or server.sender}."
    )


async def _webhooks(settings: Settings, operator: Operator) -> str:
    """Say whether Meta delivers comments as they are written."""
    if not hears_of_comments(settings):
        return "GREENLIGHT_META_VERIFY_TOKEN or GREENLIGHT_PUBLIC_URL is not set: comments are read every 15 minutes."
    require(settings, "meta_app_id")
    missing = await operator.subscribing.missing()
    if missing:
        raise GreenlightError(
            f"Meta does not deliver the topics {' and '.join(missing)} to {operator.subscribing.address}.",
            why="The app is not subscribed to them, or delivers them elsewhere. Comments are read every 15 minutes meanwhile.",
            todo="Run `greenlight webhooks` while Greenlight runs.",
        )
    return f"Meta delivers comments to {operator.subscribing.address}."


async def _slack(operator: Operator) -> str:
    whoami = await operator.slack.whoami()
    if whoami.scopes is not None and (missing := NEEDED - whoami.scopes):
        raise GreenlightError(
            f"The token lacks {', '.join(sorted(missing))}.",
            why="The app was installed from another manifest, or before these scopes were asked for.",
            todo="Paste manifest.yml into the app's manifest page, and install the app to the workspace again.",
        )
    return f"it belongs to {whoami.team_name} ({whoami.team_id}), with every scope it needs."


async def _app_token(settings: Settings) -> str:
    async with slack_session() as session:
        client = web_client(token="", url=settings.slack_api_url, session=session, patient=False)
        await open_socket_address(client, app_token=settings.slack_app_token.get_secret_value())
    return "Slack gives it an address for Socket Mode."


async def _clock(settings: Settings) -> str:
    theirs = await _time_at(settings.slack_api_url)
    if theirs is None:
        return "Slack did not say what time it is, so this clock could not be compared."
    skew = abs((utc_now() - theirs).total_seconds())
    if skew > MOST_SKEW_SECONDS:
        raise GreenlightError(
            f"This machine's clock is off by {skew:.0f} s.",
            why="Slack's signatures are refused when they look more than 300 s old, and times on cards would be wrong.",
            todo="Set the clock, and keep it set with NTP.",
        )
    return f"it is within {skew:.0f} s of Slack's."


async def _time_at(url: str) -> datetime | None:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.post(f"{url.rstrip('/')}/api.test") as answer,
        ):
            told = answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, OSError):
        return None
    return email.utils.parsedate_to_datetime(told).astimezone(UTC) if told else None


async def _profiles(operator: Operator) -> list[Finding]:
    found = await operator.profiles.suggest(await operator.workspace_id())
    if not found:
        return [
            Finding(
                about="profiles",
                is_good=False,
                words="No profile is connected, so nothing can be asked. Start Greenlight and connect one in Slack with "
                "/partnership profiles, or run `greenlight profiles add --help`.",
            )
        ]
    return [await _tried(f"profile @{each.username}", partial(_proved, operator, each)) for each in found]


async def _proved(operator: Operator, profile: Profile) -> str:
    await operator.profiles.prove(profile)
    return "Meta answers to its token."
