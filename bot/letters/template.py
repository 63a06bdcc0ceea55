"""The text of a letter to a creator: a template with places in braces, and what they are filled with; pure.

What is filled in is never read again: a campaign called “{creator}” stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.creators.handles import profile_url
from bot.errors import WrongInput
from bot.words import say

LONGEST_MESSAGE_BYTES = 1_000
"""Instagram's limit for one direct message, in UTF-8; an e-mail has none.
https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api/"""


class Place(StrEnum):
    """What a template can name, in braces."""

    CREATOR = "creator"
    """The creator's handle."""
    PROFILE = "profile"
    """The handle of the brand's account that asks."""
    CAMPAIGN = "campaign"
    SENDER = "sender"
    """Who asks, by the name shown in Slack."""
    LINK = "link"
    """The address of the brand's profile."""


_OTHER_WORDS = {
    **dict.fromkeys(("handle", "username", "name", "influencer", "account"), Place.CREATOR),
    **dict.fromkeys(("brand", "company", "page", "sending_profile"), Place.PROFILE),
    **dict.fromkeys(("me", "from", "signature", "person", "my_name"), Place.SENDER),
    **dict.fromkeys(("url", "profile_link", "address", "website"), Place.LINK),
}
"""What people write instead."""
_IN_BRACES = re.compile(r"\{(\w{1,40})\}")


@dataclass(frozen=True, kw_only=True)
class Values:
    """What the places of one letter are filled with."""

    creator: str
    profile: str
    campaign: str
    sender: str

    def of(self, place: Place) -> str:
        """Return the value of one place."""
        match place:
            case Place.CREATOR:
                return self.creator
            case Place.PROFILE:
                return self.profile
            case Place.CAMPAIGN:
                return self.campaign
            case Place.SENDER:
                return self.sender
            case Place.LINK:
                return profile_url(self.profile) if self.profile else ""


def filled(template: str, values: Values) -> str:
    """Fill the places of a template in one pass; braces that name no place stay as they were typed."""

    def value(found: re.Match[str]) -> str:
        word = found[1]
        return values.of(Place(word)) if word in _PLACES else found[0]

    return _IN_BRACES.sub(value, template.strip())


def unknown_place(template: str) -> str | None:
    """Return the first word in braces that names no place; None where all do."""
    return next((found[1] for found in _IN_BRACES.finditer(template) if found[1] not in _PLACES), None)


def nearest_place(word: str) -> Place:
    """Return the place that somebody most likely meant."""
    spellings: Mapping[str, Place] = {place.value: place for place in Place} | _OTHER_WORDS
    return spellings[get_close_matches(word.casefold(), spellings, n=1, cutoff=0.0)[0]]


def size_of(text: str) -> int:
    """Return how long a text is in a direct message, in bytes."""
    return len(text.strip().encode())


def check_places(template: str, *, field: str) -> None:
    """Raise WrongInput where a template names a place that is none; it says which was probably meant."""
    if (word := unknown_place(template)) is not None:
        raise WrongInput(
            field,
            say("letter.unknown_place.happened", place=in_braces(word)),
            todo=say("letter.unknown_place.todo", nearest=in_braces(nearest_place(word)), places=all_places()),
        )


def check_size(text: str, *, field: str) -> None:
    """Raise WrongInput where a text is longer than Instagram takes in one direct message."""
    if (over := size_of(text) - LONGEST_MESSAGE_BYTES) > 0:
        raise WrongInput(
            field,
            say("letter.too_long.happened", count=size_of(text), most=LONGEST_MESSAGE_BYTES),
            todo=say("letter.too_long.todo", over=over),
        )


def in_braces(word: str) -> str:
    """Write a place as it is typed."""
    return f"{{{word}}}"


def all_places() -> str:
    """Write every place as it is typed."""
    return " ".join(in_braces(place) for place in Place)


def default_template() -> str:
    """Return the template that Greenlight brings, its places still to be filled."""
    return say(
        "letter.default_template",
        creator=in_braces(Place.CREATOR),
        profile=in_braces(Place.PROFILE),
        campaign=in_braces(Place.CAMPAIGN),
    )


def default_nudge() -> str:
    """Return the text of nudges that Greenlight brings, its places still to be filled."""
    return say(
        "nudge.default_template",
        creator=in_braces(Place.CREATOR),
        profile=in_braces(Place.PROFILE),
        campaign=in_braces(Place.CAMPAIGN),
    )


_PLACES = frozenset(place.value for place in Place)
