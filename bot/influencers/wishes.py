"""What an invite asks for, read from what a person typed; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit

from bot.creators.handles import Misread, read_handle
from bot.errors import WrongInput
from bot.words import say

DAYS = (7, 14, 30, 50, 90, 180)
"""For how long a connection can be asked; people choose among these."""
USUAL_DAYS = 50
LONGEST_NAME = 80
LONGEST_FILTER = 100
MOST_DOMAINS = 20
MOST_PROFILES = 20
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What is monitored of an account, and what narrows that down."""

    hears_ads: bool = False
    hears_organic: bool = False
    profile_ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    link_contains: str = ""
    caption_contains: str = ""

    @property
    def hears_something(self) -> bool:
        """Whether comments of any kind are wanted."""
        return self.hears_ads or self.hears_organic

    def of_profiles(self, own: Collection[str]) -> Self:
        """Return the same without accounts that are none of `own`.

        Raises WrongInput (field `profiles`) where none is left of those that were chosen: naming none lets every brand through.
        """
        left = tuple(each for each in self.profile_ids if each in own)
        if self.profile_ids and not left:
            raise WrongInput("profiles", say("invite.no_profile.happened"), todo=say("invite.no_profile.todo"))
        return replace(self, profile_ids=left)


@dataclass(frozen=True, kw_only=True)
class Wishes(Rules):
    """What the form of an invite collects, read and checked."""

    name: str
    username: str | None
    days: int


def read_wishes(
    *,
    name: str,
    handle: str,
    days: int,
    rules: Rules,
) -> Wishes:
    """Read the form. Raises WrongInput (fields `name`, `handle`, `days`) with what is wrong and where."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise WrongInput("name", say("invite.wrong_name", most=str(LONGEST_NAME)))
    if days not in DAYS:
        raise WrongInput("days", say("invite.wrong_days"))
    username = None
    if handle.strip():
        read = read_handle(handle)
        if isinstance(read, Misread):
            raise WrongInput("handle", read.why)
        username = read
    return Wishes(name=name, username=username, days=days, **vars(rules))


def read_rules(
    *,
    hears_ads: bool,
    hears_organic: bool,
    profile_ids: Sequence[str],
    domains: str,
    link_contains: str,
    caption_contains: str,
) -> Rules:
    """Read what is to be monitored. Raises WrongInput (field `domains`)."""
    return Rules(
        hears_ads=hears_ads,
        hears_organic=hears_organic,
        profile_ids=tuple(dict.fromkeys(profile_ids))[:MOST_PROFILES],
        domains=read_domains(domains),
        link_contains=" ".join(link_contains.split())[:LONGEST_FILTER],
        caption_contains=" ".join(caption_contains.split())[:LONGEST_FILTER],
    )


def read_domains(typed: str) -> tuple[str, ...]:
    """Read domains, one to a line or separated by commas; addresses of pages count as their domain. Each is named once.

    `www.` is dropped: an ad may lead to either. Raises WrongInput (field `domains`) naming the first that is none.
    """
    pieces = [each for each in re.split(r"[\s,;]+", typed) if each]
    found = []
    for piece in pieces:
        domain = _domain(piece)
        if domain is None:
            raise WrongInput("domains", say("invite.wrong_domain", typed=piece[:80]))
        found.append(domain)
    domains = tuple(dict.fromkeys(found))
    if len(domains) > MOST_DOMAINS:
        raise WrongInput("domains", say("invite.too_many_domains", most=str(MOST_DOMAINS)))
    return domains


def _domain(typed: str) -> str | None:
    try:
        host = urlsplit(typed if "://" in typed else f"//{typed}").hostname
        host = (host or "").rstrip(".").encode("idna").decode("ascii").lower().removeprefix("www.")
    except ValueError:
        return None
    labels = host.split(".")
    is_domain = len(labels) > 1 and len(host) <= 253 and all(_LABEL.fullmatch(each) for each in labels)
    return host if is_domain and not labels[-1].isdigit() else None
