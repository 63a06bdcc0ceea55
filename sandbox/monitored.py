"""A creator who connects an account in the demo, and what somebody writes under a post of theirs."""

from __future__ import annotations

import httpx

from sandbox.person import NotSeen, Person
from sandbox.visitor import Visitor

WORD = "a-word-that-meta-repeats"
CREATOR, LOGIN, POST = "juno.skates", "juno", "17895695668004575"
COMMENT = "Where can I get this board?"


async def subscribe(url: str, *, pages: str) -> None:
    """Tell Meta where to deliver comments, as whoever runs Greenlight does once in the App Dashboard."""
    async with httpx.AsyncClient(base_url=f"{url}/graph") as client:
        app = (await client.get("/_control/world")).json()
        done = await client.post(
            f"/v26.0/{app['app_id']}/subscriptions",
            data={
                "object": "instagram",
                "callback_url": f"{pages}/meta/webhooks",
                "fields": "comments",
                "verify_token": WORD,
                "access_token": f"{app['app_id']}|{app['app_secret']}",
            },
        )
    if done.status_code != httpx.codes.OK:
        raise NotSeen(f"Meta did not take the address for comments: {done.text}")


async def invite(person: Person, *, channel: str) -> str:
    """Make an invite for the creator; returns its link."""
    await person.type("/partnership", "invite", channel=channel)
    form = await person.form("Invite a creator")
    await person.submit(
        form,
        {"Name of the creator": "Juno", "Instagram handle": CREATOR, "Comments to be monitored": ["ads", "organic"]},
    )
    made = await person.window("The link")
    await person.close()
    shown = [block for block in made["blocks"] if block["type"] == "rich_text"]
    return str(shown[0]["elements"][0]["elements"][0]["text"])


async def accept(link: str, *, url: str) -> str:
    """Be the creator: open the link, sign in, and connect the account; returns what the last page says."""
    creator = Visitor(url)
    try:
        await creator.open(link)
        await creator.press("Sign in with Facebook")
        await creator.let_in(LOGIN)
        return await creator.press("Connect")
    finally:
        await creator.leave()
