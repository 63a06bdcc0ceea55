"""Business discovery and the profile's own account."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.graph.fields import Field, parse
from tests.sandbox.graph.server import Graph, refusal

ALL = "id,username,name,biography,website,followers_count,media_count,profile_picture_url"
NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


def _write(field: Field) -> str:
    arguments = "".join(f".{name}({value})" for name, value in field.arguments.items())
    inside = "{" + ",".join(_write(one) for one in field.inside) + "}" if field.inside else ""
    return field.name + arguments + inside


FIELDS = st.recursive(
    st.builds(Field, NAMES, st.dictionaries(NAMES, NAMES, max_size=2)),
    lambda inner: st.builds(Field, NAMES, st.just({}), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(fields=st.lists(FIELDS, min_size=1, max_size=4).map(tuple))
def test_fields_are_read_as_they_are_written(fields: tuple[Field, ...]) -> None:
    assert parse(",".join(_write(field) for field in fields)) == fields


async def _discover(graph: Graph, username: str, *, fields: str = ALL) -> dict[str, object]:
    answer = await graph.get(graph.ig_id, fields=f"business_discovery.username({username}){{{fields}}}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == graph.ig_id
    return dict(answer.json()["business_discovery"])


async def test_discovery_finds_a_professional_account_in_any_case_of_letters(graph: Graph) -> None:
    found = await _discover(graph, "Maya.MAKES")

    picture = str(found.pop("profile_picture_url"))
    assert found == {
        "id": graph.creators["maya.makes"]["ig_id"],
        "username": "maya.makes",
        "name": "Maya Makes",
        "biography": "Paper, paint and patience.",
        "website": "https://maya-makes.example",
        "followers_count": 48_210,
        "media_count": 512,
    }
    drawn = await graph.http.get(picture)
    assert drawn.headers["content-type"] == "image/svg+xml"


async def test_discovery_gives_only_the_asked_fields_and_the_id(graph: Graph) -> None:
    assert (await _discover(graph, "juno.skates", fields="followers_count")).keys() == {"followers_count", "id"}


async def test_discovery_leaves_out_what_an_account_does_not_show(graph: Graph) -> None:
    found = await _discover(graph, "tiny_kitchen_co")

    assert found == {
        "id": graph.creators["tiny_kitchen_co"]["ig_id"],
        "username": "tiny_kitchen_co",
        "followers_count": 0,
        "media_count": 0,
    }


async def test_a_handle_of_digits_is_a_handle(graph: Graph) -> None:
    assert (await _discover(graph, "31415926"))["id"] == graph.creators["31415926"]["ig_id"]


@pytest.mark.parametrize("username", ["private.pebble", "nobody.at.all", "@maya.makes"])
async def test_a_personal_and_an_unknown_handle_get_the_same_refusal(graph: Graph, username: str) -> None:
    answer = await graph.get(graph.ig_id, fields=f"business_discovery.username({username}){{id}}")

    assert refusal(answer) == (400, 110, 2207013)
    error = answer.json()["error"]
    assert error["is_transient"] is False
    assert error["error_user_title"]
    assert username in error["error_user_msg"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("business_discovery.username(maya.makes){shoe_size}", 100),
        ("business_discovery{id}", 100),
        ("shoe_size", 100),
        ("id,", 2500),
        ("business_discovery.username(maya.makes){id", 2500),
        ("id}", 2500),
    ],
)
async def test_fields_that_do_not_exist_or_cannot_be_read_are_refused(graph: Graph, fields: str, code: int) -> None:
    assert refusal(await graph.get(graph.ig_id, fields=fields)) == (400, code, None)


async def test_the_own_account_shows_the_asked_fields(graph: Graph) -> None:
    answer = await graph.get(graph.ig_id, fields="username,id")

    assert answer.json() == {"id": graph.ig_id, "username": "northlight.skin"}


async def test_discovery_shows_the_newest_public_posts_and_no_more_of_them_than_everybody_sees(graph: Graph) -> None:
    fields = "business_discovery.username(maya.makes){id,media.limit(2){id,permalink,caption,media_url}}"
    answer = await graph.get(graph.ig_id, fields=fields)
    posts = answer.json()["business_discovery"]["media"]["data"]
    assert [each["caption"] for each in posts] == ["Morning light, paper cranes", "Three ways to wrap a present #ad"]
    assert posts[0]["permalink"].startswith("https://www.instagram.com/reel/")

    hidden = "business_discovery.username(maya.makes){media{id,boost_eligibility_info}}"
    assert refusal(await graph.get(graph.ig_id, fields=hidden)) == (400, 100, None)
    none = await graph.get(graph.ig_id, fields="business_discovery.username(maya.makes){media.limit(x){id}}")
    assert refusal(none) == (400, 100, None)
