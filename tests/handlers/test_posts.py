"""Posts and ad codes from Slack, through the running app and the sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.desk import Desk, words_of

pytestmark = [pytest.mark.story]

MAYA_JAR = "17895695668004571"


async def post_of(desk: Desk, media_id: str) -> dict[str, Any]:
    posts = (await desk.graph.get("/posts")).json()["posts"]
    return next(each for each in posts if each["id"] == media_id)


async def test_what_can_be_boosted_is_said_in_words_and_a_pasted_post_is_opened(desk: Desk) -> None:
    card = await desk.ask("maya.makes")
    await desk.type("posts")
    listed = words_of(await desk.view("Needs permission: "))
    assert "A jar worth keeping" in listed
    assert "Launch readiness" in listed

    jar = await post_of(desk, MAYA_JAR)
    await desk.type(f"posts {jar['permalink']}?igsh=abc")
    opened = await desk.view("One post")
    assert "The creator has not allowed" in words_of(opened)

    await desk.answer_heard("maya.makes", "approve", card=card)
    await desk.card("maya.makes", "Approved")
    await desk.type("posts @maya.makes")
    assert "Ready to boost: " in words_of(await desk.view("Ready to boost"))


async def test_an_address_that_is_no_post_says_why(desk: Desk) -> None:
    for typed, why in (
        ("https://www.instagram.com/stories/maya.makes/1/", "This is a story."),
        ("https://www.instagram.com/p/", "The address is cut off"),
        ("https://www.instagram.com/p/NoSuchPostXX/", "Meta shows no such post"),
        ("https://www.instagram.com/share/p/BAJx0YzAbc/", "This is a link for sharing"),
        ("17895695668004563", "This is a number of Meta"),
    ):
        await desk.type(f"posts {typed}")
        await desk.view(why)


async def test_a_code_is_tried_kept_masked_and_revealed_to_one_person_only(desk: Desk) -> None:
    jar, code = await post_of(desk, MAYA_JAR), await code_of(desk, MAYA_JAR)
    await desk.type("posts")
    await desk.click(await desk.view("Add an ad code"), "posts_collect")
    form = await desk.view("As the creator sent it.")

    other = await post_of(desk, "17895695668004561")
    wrong = await desk.submit(form, posts_code_typed=code, posts_post_address=other["permalink"])
    assert "This code is for another post" in str(wrong["errors"])
    wrong = await desk.submit(form, posts_code_typed="no-such-code-1", posts_post_address=jar["permalink"])
    assert "opens no post" in str(wrong["errors"])

    assert not (await desk.submit(form, posts_code_typed=code, posts_post_address=jar["permalink"]))["errors"]
    window = await desk.view(f"••••{code[-4:]}")
    assert "opens this post" in words_of(window)
    assert code not in words_of(window)

    await desk.click(window, "posts_reveal")
    assert code in words_of(await desk.view("the history says that you read it"))

    await desk.type("campaign")
    await desk.click(await desk.view("Launch readiness"), "campaign_readiness")
    assert "1 ad code is there." in words_of(await desk.view(" asked, "))


async def code_of(desk: Desk, media_id: str) -> str:
    """Have the post's ad code made as its creator does in the app."""
    made = await desk.graph.post("/post_code", json={"post_id": media_id})
    assert made.status_code == 200, made.text
    return str(made.json()["ad_code"])
