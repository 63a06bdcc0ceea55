"""What the login dialog is asked, checked as Meta checks it before anything is shown (Meta: manual login flow)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode, urlsplit

from sandbox.graph.letting_in import let_in
from sandbox.graph.people import Answer, Grant, Person
from sandbox.graph.scopes import CONFIGS, SCOPES
from sandbox.graph.world import World

_AUTH_TYPES = ("", "rerequest", "reauthorize")
_NAMES = ("client_id", "redirect_uri", "state", "response_type", "scope", "config_id", "auth_type")


class DialogRefused(Exception):
    """The dialog shows this sentence in place of a question; nobody is sent back."""


@dataclass(frozen=True)
class Question:
    """What the app asks for, and where the answer goes."""

    redirect_uri: str
    state: str | None
    scopes: tuple[str, ...]
    is_all_or_nothing: bool
    auth_type: str
    params: Mapping[str, str]

    def asked_of(self, person: Person, world: World) -> list[str]:
        """List the scopes this person is shown: not what is granted, and what was declined only on `rerequest`."""
        grant = world.people.grants.get(person.id)
        if grant is None:
            return list(self.scopes)
        now = world.clock.now()
        settled = {"granted"} if self.auth_type == "rerequest" or self.is_all_or_nothing else {"granted", "declined"}
        return [
            scope for scope in self.scopes if scope not in grant.answers or grant.status(scope, now=now) not in settled
        ]


@dataclass(frozen=True)
class Reply:
    """What the person does: lets in, without some scopes and for some assets only, or cancels."""

    choice: Literal["accept", "cancel"]
    declined: frozenset[str] = frozenset()
    assets: frozenset[str] | None = None


def read_question(world: World, params: Mapping[str, str]) -> Question:
    """Check what the dialog was opened with; raises DialogRefused with what Meta's page would say."""
    given = {name: params[name] for name in _NAMES if name in params}
    if given.get("client_id") != world.app.id:
        raise DialogRefused("Invalid App ID: The provided app ID does not look like a valid app ID.")
    redirect_uri = given.get("redirect_uri", "")
    if not world.app.takes_back_to(redirect_uri):
        raise DialogRefused(
            "URL blocked: This redirect failed because the redirect URI is not white-listed in the app's client OAuth"
            " settings. Make sure that the client and web OAuth logins are on and add all your app domains as valid"
            f" OAuth redirect URIs. (It was: {redirect_uri or 'none'})"
        )
    if given.get("response_type", "code") != "code":
        raise DialogRefused("Invalid response type: the sandbox answers with a code only.")
    if given.get("auth_type", "") not in _AUTH_TYPES:
        raise DialogRefused("Invalid auth_type: rerequest and reauthorize are served.")
    scopes, is_config = _scopes(given)
    return Question(redirect_uri, given.get("state"), scopes, is_config, given.get("auth_type", ""), given)


def answer(world: World, question: Question, person: Person, reply: Reply) -> str:
    """Write down what the person answered, and return the address the browser is sent back to.

    Raises DialogRefused for somebody whom Facebook does not let in.
    """
    if person.is_system:
        raise DialogRefused(f"{person.name} is a system user: nobody can log in as it.")
    if person.trouble is not None:
        raise DialogRefused(f"{person.name} has to confirm the account at facebook.com first.")
    declined = reply.declined & set(question.asked_of(person, world))
    if reply.choice == "cancel" or (declined and question.is_all_or_nothing):
        return _back(question, error="access_denied", error_code="200", **_DENIED)
    _grant(world, question, person, declined=declined, assets=reply.assets)
    metadata = {"auth_type": question.auth_type} if question.auth_type else {}
    now = world.clock.now()
    code = world.people.issue_code(person, redirect_uri=question.redirect_uri, metadata=metadata, now=now)
    return _back(question, code=code)


_DENIED = {"error_description": "Permissions error", "error_reason": "user_denied"}


def _grant(
    world: World, question: Question, person: Person, *, declined: frozenset[str], assets: frozenset[str] | None
) -> None:
    now = world.clock.now()
    before = world.people.grants.get(person.id)
    answers: dict[str, Answer] = dict(before.answers) if before else {"public_profile": "granted"}
    for scope in question.asked_of(person, world):
        answers[scope] = "declined" if scope in declined and scope != "public_profile" else "granted"
    targets = None if assets is None else assets | person.businesses
    let_in(world, person, Grant(answers, targets, used_at=now))


def _scopes(given: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    config_id = given.get("config_id")
    if config_id is not None:
        if "scope" in given:
            raise DialogRefused("Invalid parameters: config_id takes the place of scope; only one can be given.")
        if config_id not in CONFIGS:
            raise DialogRefused("Invalid config_id: The configuration does not belong to this app.")
        return CONFIGS[config_id], True
    asked = tuple(dict.fromkeys(given.get("scope", "public_profile").replace(",", " ").split()))
    unknown = [scope for scope in asked if scope not in SCOPES]
    if unknown:
        raise DialogRefused(
            f"Invalid Scopes: {', '.join(unknown)}. This message is only shown to developers. Users of your app will"
            " ignore these permissions if present."
        )
    return asked, False


def _back(question: Question, **answer: str) -> str:
    """Add the answer to the app's own address; Meta ends it with an empty fragment."""
    if question.state is not None:
        answer["state"] = question.state
    joint = "&" if urlsplit(question.redirect_uri).query else "?"
    return f"{question.redirect_uri}{joint}{urlencode(answer)}#_=_"
