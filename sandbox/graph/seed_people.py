"""Who can log in to a fresh Graph sandbox, what they look after, and the tokens that are there already."""

from __future__ import annotations

from sandbox.graph.assets import ALL_TASKS, Business, Page
from sandbox.graph.people import Grant, People, Person, Token
from sandbox.graph.scopes import SCOPES

_SKIN, _HOME, _ARCHIVE = "17841405309211845", "17841409876543213", "17841401122334457"
_SKIN_PAGE, _HOME_PAGE, _ARCHIVE_PAGE = "104233445566701", "104233445566703", "104233445566705"
_PRESS_PAGE, _FOUNDER_PAGE = "104233445566707", "104233445566709"
_MAYA, _MAYA_PAGE = "17841412345678901", "104233445566771"
_JUNO, _JUNO_PAGE = "17841423456789013", "104233445566773"
_FINCH, _FINCH_PAGE = "17841467890123453", "104233445566779"
_PEBBLE = "17841401234567893"
_NORTHLIGHT, _AGENCY = "1122334455667701", "1122334455667703"

_ADVERTISER = frozenset({"ADVERTISE", "ANALYZE"})


def pages() -> list[Page]:
    """Make the Pages: linked ones of both kinds, one without Instagram, one with a personal account."""
    return [
        Page(_SKIN_PAGE, "Northlight Skin", instagram=_SKIN, connected=_SKIN),
        Page(_HOME_PAGE, "Northlight Home", instagram=_HOME, is_new_kind=True),
        Page(_ARCHIVE_PAGE, "Northlight Archive", instagram=_ARCHIVE, connected=_ARCHIVE),
        Page(_PRESS_PAGE, "Northlight Press"),
        Page(_FOUNDER_PAGE, "Northlight's Founder", connected=_PEBBLE, is_new_kind=True),
        Page(_MAYA_PAGE, "Maya Makes", instagram=_MAYA, connected=_MAYA, is_new_kind=True),
        Page(_JUNO_PAGE, "Juno Skates", instagram=_JUNO, is_new_kind=True),
        Page(_FINCH_PAGE, "Fickle Finch", instagram=_FINCH),
    ]


def businesses() -> list[Business]:
    """Make the brand's business and an agency that was let in on one of its accounts."""
    owned = (_SKIN_PAGE, _HOME_PAGE, _ARCHIVE_PAGE, _PRESS_PAGE, _FOUNDER_PAGE)
    return [
        Business(_NORTHLIGHT, "Northlight", owned_pages=owned, owned_instagram=(_SKIN, _HOME, _ARCHIVE)),
        Business(_AGENCY, "Field & Tide", client_instagram={_SKIN: _ADVERTISER}),
    ]


def people(*, now: float) -> People:
    """Make everybody; the brand profiles' system users have granted everything and have their tokens."""
    systems = [
        _system("10223344556677881", "Northlight Skin desk", _SKIN, _SKIN_PAGE),
        _system("10223344556677883", "Northlight Home desk", _HOME, _HOME_PAGE),
        _system("10223344556677887", "Northlight Archive desk", _ARCHIVE, _ARCHIVE_PAGE),
    ]
    tokens = [
        Token("EAANorthlightSkin0sandbox7f3a91c2d4e5", systems[0], now, is_long=True),
        Token("EAANorthlightHome0sandbox2b8e64d0a1f7", systems[1], now, is_long=True),
        Token("EAANorthlightArchive0sandbox9c5d3e8b60", systems[2], now, expires_at=now - 86_400, is_long=True),
    ]
    grants = {
        person.id: Grant(
            answers=dict.fromkeys(SCOPES, "granted"),
            targets=frozenset(person.tasks) | person.businesses,
            used_at=now,
            is_timed=False,
        )
        for person in systems
    }
    return People([*systems, *_humans()], grants=grants, tokens=tokens)


def _system(user_id: str, name: str, *assets: str) -> Person:
    return Person(
        id=user_id,
        key=name.lower().replace(" ", "-"),
        name=name,
        about="System user: nobody logs in as it.",
        tasks=dict.fromkeys(assets, ALL_TASKS),
        businesses=frozenset({_NORTHLIGHT}),
        is_system=True,
    )


def _humans() -> list[Person]:
    everything = (_SKIN_PAGE, _HOME_PAGE, _ARCHIVE_PAGE, _PRESS_PAGE, _FOUNDER_PAGE)
    northlight, agency = frozenset({_NORTHLIGHT}), frozenset({_AGENCY})
    return [
        Person(
            "10223344556678001",
            "nora",
            "Nora Lind",
            "Runs all of Northlight's Pages and Instagram accounts.",
            tasks=dict.fromkeys(everything, ALL_TASKS),
            businesses=northlight,
        ),
        Person(
            "10223344556678003",
            "ben",
            "Ben Okafor",
            "May only look at figures of Northlight Skin: no ads.",
            tasks={_SKIN_PAGE: frozenset({"ANALYZE"})},
            businesses=northlight,
        ),
        Person(
            "10223344556678005",
            "iris",
            "Iris Vale",
            "Has Pages without a professional Instagram account.",
            tasks=dict.fromkeys((_PRESS_PAGE, _FOUNDER_PAGE), ALL_TASKS),
        ),
        Person(
            "10223344556678007",
            "omar",
            "Omar Haddad",
            "Works at an agency that Northlight let in on its Skin account; has no Page.",
            tasks={_SKIN: _ADVERTISER},
            businesses=agency,
        ),
        Person(
            "10223344556678009",
            "maya",
            "Maya Ferreira",
            "The creator behind @maya.makes.",
            tasks={_MAYA_PAGE: ALL_TASKS},
        ),
        Person(
            "10223344556678011",
            "juno",
            "Juno Park",
            "The creator behind @juno.skates.",
            tasks={_JUNO_PAGE: ALL_TASKS},
        ),
        Person(
            "10223344556678013",
            "pat",
            "Pat Moreno",
            "The wrong account: no Page, no business, no Instagram.",
        ),
    ]
