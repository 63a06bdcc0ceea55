"""Settings: every `GREENLIGHT_*` variable, typed, frozen, read once, with its meaning beside it."""

from __future__ import annotations

import os
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.bulk.cells import read_address
from bot.errors import Misconfigured
from bot.mail.envelope import one_line
from bot.mail.server import MailServer, Security
from bot.words import ENGLISH, shipped_codes
from storage.database import file_of, is_readable, is_sqlite
from storage.secrets import SHORTEST_KEY

PREFIX = "GREENLIGHT_"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class SlackMode(StrEnum):
    """How Slack reaches Greenlight: over a socket we open (nothing public), or by signed HTTP requests."""

    SOCKET = "socket"
    HTTP = "http"


def _http_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with https:// (or http:// for a service on this machine)")
    return value


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
        raise ValueError("must start with sqlite:/// or postgresql://")
    value = value.replace("postgres:", "postgresql:", 1) if value.startswith("postgres:") else value
    if not is_readable(value):  # its own words would quote the value, and a password with it
        raise ValueError("cannot be read as sqlite:///path or postgresql://user:password@host:port/name")
    if is_sqlite(value):
        file_of(value)
    return value


def _version(value: str) -> str:
    number = value.removeprefix("v")
    if number.count(".") != 1 or not number.replace(".", "").isdigit():
        raise ValueError("must look like v26.0")
    return f"v{number}"


def _token(prefix: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"must start with {prefix}")
        return value

    return AfterValidator(check)


def _optional_url(value: str) -> str:
    return _http_url(value) if value else value


def _digits(value: str) -> str:
    if value and not (value.isascii() and value.isdigit()):
        raise ValueError("must be digits only, as Meta's page of the app shows it")
    return value


def _language(value: str) -> str:
    if value not in shipped_codes():
        raise ValueError(f"must be one of: {', '.join(shipped_codes())}")
    return value


def _trimmed(value: object) -> object:
    """Drop the line end that comes along with a secret read from a file; inside, nothing may break a header."""
    if not isinstance(value, str):
        return value
    trimmed = value.strip()
    if not trimmed.isascii() or any(character.isspace() for character in trimmed):
        raise ValueError("must be letters, digits and signs without blanks; something else was pasted along")
    return trimmed


def _address(value: str) -> str:
    if value and read_address(value) != value:
        raise ValueError("must be one e-mail address, without a name or angle brackets")
    return value


def _keys(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _long_enough(value: list[SecretStr]) -> list[SecretStr]:
    if any(len(key.get_secret_value()) < SHORTEST_KEY for key in value):
        raise ValueError(f"each key needs at least {SHORTEST_KEY} characters; `greenlight keys new` makes one")
    return value


class Settings(BaseSettings):
    """What Greenlight is told from outside. Secrets are never printed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    slack_api_url: Annotated[str, AfterValidator(_http_url)] = Field(
        "https://slack.com/api/", description="Slack's Web API; another address only for the sandbox."
    )
    slack_bot_token: Annotated[SecretStr, BeforeValidator(_trimmed), _token("xoxb-")] = Field(
        SecretStr(""), description="The bot token (xoxb-...) from the Slack app's page OAuth & Permissions."
    )
    slack_app_token: Annotated[SecretStr, BeforeValidator(_trimmed), _token("xapp-")] = Field(
        SecretStr(""), description="The app-level token (xapp-...) with connections:write; for Socket Mode."
    )
    slack_signing_secret: Annotated[SecretStr, BeforeValidator(_trimmed)] = Field(
        SecretStr(""), description="The signing secret from the Slack app's Basic Information; for HTTP mode."
    )
    slack_mode: SlackMode = Field(
        SlackMode.SOCKET, description="How Slack reaches Greenlight: socket (nothing public) or http."
    )
    slack_files_url: Annotated[str, AfterValidator(_http_url)] = Field(
        "https://files.slack.com",
        description="Where Slack keeps the files of people; the bot token is sent to no other address.",
    )
    graph_url: Annotated[str, AfterValidator(_http_url)] = Field(
        "https://graph.facebook.com", description="Meta's Graph service; another address only for the sandbox."
    )
    graph_version: Annotated[str, AfterValidator(_version)] = Field("v26.0", description="The Graph version to call.")
    pages_url: Annotated[str, AfterValidator(_http_url)] = Field(
        "https://api.facebook.com",
        description="Meta's service for Facebook Pages; another address only for the sandbox.",
    )
    login_url: Annotated[str, AfterValidator(_http_url)] = Field(
        "https://www.facebook.com", description="Where Meta's login page is; another address only for the sandbox."
    )
    meta_app_id: Annotated[str, AfterValidator(_digits)] = Field("", description="The Meta app's id.")
    meta_app_secret: Annotated[SecretStr, BeforeValidator(_trimmed)] = Field(
        SecretStr(""), description="The Meta app's secret; each Graph call is proved with it."
    )
    meta_verify_token: Annotated[SecretStr, BeforeValidator(_trimmed)] = Field(
        SecretStr(""),
        description="The word entered at Meta beside the address of webhooks; without it nothing is heard.",
    )
    meta_login_config_id: Annotated[str, AfterValidator(_digits)] = Field(
        "",
        description="The configuration of Facebook Login for Business to log in with; without it, classic Facebook "
        "Login asks for the permissions one by one.",
    )
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///var/greenlight.sqlite", description="One SQLite file, or postgresql://user:password@host/name."
    )
    secret_keys: Annotated[list[SecretStr], NoDecode, BeforeValidator(_keys), AfterValidator(_long_enough)] = Field(
        default_factory=list,
        description=f"Keys that seal stored tokens, comma-separated, newest first; each of {SHORTEST_KEY}+ characters. "
        "Left out beside a SQLite file: one is made and kept next to it, readable by this user only.",
    )
    public_url: Annotated[str, AfterValidator(_optional_url)] = Field(
        "",
        description="Where people and Meta reach Greenlight's own pages, for example https://greenlight.example.com.",
    )
    language: Annotated[str, AfterValidator(_language)] = Field(
        ENGLISH, description="The language that people are spoken to in, by its code: en."
    )
    smtp_host: str = Field("", description="The mail server for letters to creators; without it nothing is e-mailed.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port: 587 with starttls, 465 with tls.")
    smtp_security: Security = Field(
        Security.STARTTLS,
        description="How the line to it is sealed: starttls, tls, or none (a server on this machine only).",
    )
    smtp_username: str = Field("", description="The name to sign in to it with; empty where it asks for none.")
    smtp_password: SecretStr = Field(SecretStr(""), description="The password that goes with it.")
    smtp_from: Annotated[str, AfterValidator(_address)] = Field(
        "", description="The address that letters come from; the mail server must let Greenlight use it."
    )
    smtp_from_name: Annotated[str, AfterValidator(one_line)] = Field(
        "", description="The name beside that address; left out, the profile that asks."
    )
    smtp_reply_to: Annotated[str, AfterValidator(_address)] = Field(
        "", description="Where creators' answers go: the team's inbox. Left out, to GREENLIGHT_SMTP_FROM."
    )
    http_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="The port to listen on; 3000 in HTTP mode, and no port at all in Socket Mode, unless set.",
    )


def mail_server(settings: Settings) -> MailServer | None:
    """Return the mail server for letters; None where none is set up.

    Raises Misconfigured where it is set up by half, or where a letter and its password would travel in the open.
    """
    if not settings.smtp_host:
        return None
    require(settings, "smtp_from")
    if settings.smtp_security is Security.NONE and settings.smtp_host not in _THIS_MACHINE:
        raise Misconfigured(
            "GREENLIGHT_SMTP_SECURITY is none, and the mail server is not on this machine.",
            why="Letters, addresses and the password could be read on the way.",
            todo="Set it to starttls or tls.",
        )
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        username=settings.smtp_username,
        password=settings.smtp_password,
        sender=settings.smtp_from,
        sender_name=settings.smtp_from_name,
        reply_to=settings.smtp_reply_to,
    )


def hears_of_comments(settings: Settings) -> bool:
    """Tell whether Meta has an address here to deliver comments to."""
    return bool(settings.public_url and settings.meta_verify_token.get_secret_value())


def load() -> Settings:
    """Read the settings from the environment; raises Misconfigured with a line for each one that is malformed."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{PREFIX}{str(each['loc'][0]).upper()}: {_reason(each['msg'])}" for each in error.errors()]
        # The error itself holds the values given, secrets among them: it must not travel on.
        raise Misconfigured(
            "These settings are malformed:" if len(lines) > 1 else "A setting is malformed:",
            todo="Run `greenlight settings` to see what each one takes.",
            lines=lines,
        ) from None


def require(settings: Settings, *names: str) -> None:
    """Raise Misconfigured naming every one of `names` that is not set."""
    missing = [name for name in names if not _is_set(getattr(settings, name))]
    if missing:
        raise Misconfigured(
            "These settings are missing:" if len(missing) > 1 else "A setting is missing:",
            todo="Set what is missing in the environment and start again; `greenlight settings` lists them all.",
            lines=[f"{PREFIX}{name.upper()}: {Settings.model_fields[name].description}" for name in missing],
        )


def needed_to_run(settings: Settings) -> tuple[str, ...]:
    """Name the settings that `greenlight run` cannot do without, given the mode."""
    by_mode = "slack_app_token" if settings.slack_mode is SlackMode.SOCKET else "slack_signing_secret"
    return ("slack_bot_token", by_mode, "meta_app_secret")


def secret_keys(settings: Settings) -> list[SecretStr]:
    """Return the keys that seal stored tokens, making the one beside a SQLite file when none is given.

    Raises Misconfigured on PostgreSQL without keys: a key made here would be unknown to the other workers.
    """
    if settings.secret_keys:
        return settings.secret_keys
    if not is_sqlite(settings.database_url):
        require(settings, "secret_keys")
    beside = file_of(settings.database_url).with_suffix(".key")
    return [_kept_key(beside)]


def _kept_key(file: Path) -> SecretStr:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SecretStr(file.read_text().strip())
    with os.fdopen(descriptor, "w") as handle:
        handle.write(new_key())
    return SecretStr(file.read_text().strip())


def new_key() -> str:
    """Make a key for `GREENLIGHT_SECRET_KEYS`."""
    return secrets.token_urlsafe(32)


def _is_set(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
