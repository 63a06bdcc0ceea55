"""`make demo`: the sandbox, Greenlight beside it, a seeded campaign, and a page to use it all. No account needed.

Greenlight is started as its own processes, with nothing but settings: what runs here is what runs for a team.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
import webbrowser
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import httpx

from sandbox.monitored import COMMENT, CREATOR, POST, WORD, accept, invite, subscribe
from sandbox.person import NotSeen, Person
from sandbox.processes import DidNotStart, clean, ended, last_words, started

PROFILES = ("northlight.skin", "northlight.home")
CAMPAIGNS = {
    "spring-launch": {"Name": "Spring launch", "Default sending profile": "northlight.skin"},
    "summer-sun": {"Name": "Summer sun", "Default sending profile": "northlight.home"},
}


def main() -> None:
    """Run the demo until Ctrl-C, or play its story once."""
    parser = argparse.ArgumentParser(prog="make demo", description="Greenlight on one machine, no account needed.")
    parser.add_argument("--port", type=int, default=8790, help="where the page is served; 0 takes a free port")
    parser.add_argument("--once", action="store_true", help="play the story without a person, and exit")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    given = parser.parse_args()
    try:
        asyncio.run(_demo(port=0 if given.once else given.port, once=given.once, browser=not given.no_browser))
    except (DidNotStart, NotSeen) as error:
        _say(f"It did not work: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


async def _demo(*, port: int, once: bool, browser: bool) -> None:
    stopped = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stopped.set)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="greenlight-demo-")))
        playing = asyncio.create_task(
            _set_up(stack, folder=folder, port=port, once=once, browser=browser, stopped=stopped)
        )
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not playing.done():
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing
            _say("Stopping ...")
        else:
            playing.result()
    _say("Done." if once else "Stopped.")


async def _set_up(
    stack: AsyncExitStack, *, folder: Path, port: int, once: bool, browser: bool, stopped: asyncio.Event
) -> None:
    _say("Starting a local Slack workspace and a local Graph service ...")
    sandbox, url = await started("sandbox", ["-m", "sandbox", "--port", str(port)], folder=folder, environment={})
    stack.push_async_callback(ended, sandbox)
    environment = await _settings(url, folder=folder, pages_port=_free_port())
    _say("Connecting two brand profiles ...")
    async with httpx.AsyncClient(base_url=url) as client:
        graph = (await client.get("/graph/_control/world")).json()
    for profile in graph["profiles"]:
        if profile["username"] in PROFILES:
            await _connect(profile, environment=environment)
    _say("Starting Greenlight ...")
    greenlight, _ready = await started("greenlight", ["-m", "bot", "run"], folder=folder, environment=environment)
    stack.push_async_callback(ended, greenlight)
    person = Person(url)
    stack.push_async_callback(person.leave)
    await person.sign_in("ana")
    for channel, fields in CAMPAIGNS.items():
        await person.type("/partnership", "campaign", channel=channel)
        await person.submit(await person.form("New campaign"), fields)
        await person.close()
    await subscribe(url, pages=environment["GREENLIGHT_PUBLIC_URL"])
    if once:
        await _play(person)
        await _play_comments(person, url=url)
        return
    _say("Connecting a creator's account ...")
    await accept(await invite(person, channel="spring-launch"), url=url)
    await person.comment(COMMENT, on=POST)
    _say(f"\n  Open {url}\n")
    _say("  In #spring-launch type /partnership request, ask @maya.makes, and answer on the phone at the right.")
    _say(f"  @{CREATOR} is monitored: comment on the phone, and #spring-launch is told.")
    _say("  What is e-mailed arrives below the phone.")
    _say("  Ctrl-C ends it.\n")
    if browser and _has_screen():
        await asyncio.to_thread(webbrowser.open, url)
    died = asyncio.create_task(greenlight.wait())
    await asyncio.wait({died, asyncio.create_task(stopped.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if died.done() and not stopped.is_set():
        raise DidNotStart(f"Greenlight ended by itself.\n{last_words(folder / 'greenlight.log')}")


async def _play(person: Person) -> None:
    """Ask, approve, be told: each step is printed as it is seen, and the first that is not seen ends it."""
    await person.type("/partnership", "request", channel="spring-launch")
    form = await person.form("Ask for permission")
    _say("1. Ana typed /partnership request in #spring-launch, and the form opened.")
    await person.submit(form, {"Creator handles": "@maya.makes"})
    _say("2. She asked @maya.makes; the form took it.")
    await person.request_on_phone("maya.makes")
    _say("3. The request is on maya.makes's phone.")
    card = await person.message("@maya.makes", "Waiting", channel="spring-launch")
    _say(f"4. The campaign's channel has the card: “{card['text']}”")
    await person.answer_on_phone("maya.makes", "approve")
    _say("5. maya.makes tapped Approve.")
    told = await person.message("Approved", f"<@{person.id}>", channel="spring-launch")
    _say(f"6. The channel was told, and Ana mentioned: “{told['text'].splitlines()[0]}”")
    card = await person.message("@maya.makes:", "Approved", channel="spring-launch")
    _say(f"7. The card was edited in place: “{card['text']}”")


async def _play_comments(person: Person, *, url: str) -> None:
    """Have a creator connect an account, and somebody comment: told, hidden, and shown so."""
    link = await invite(person, channel="spring-launch")
    _say(f"8. Ana typed /partnership invite, and got a link for @{CREATOR}.")
    heading = await accept(link, url=url)
    _say(f"9. The creator opened it, signed in at Facebook, and read: “{heading}”")
    told = await person.message("connected an account", channel="spring-launch")
    _say(f"10. The channel was told: “{told['text'].splitlines()[0]}”")
    await person.app_is_on(pages=1)
    comment_id = await person.comment(COMMENT, on=POST)
    _say(f"11. Somebody wrote under a post of theirs: “{COMMENT}”")
    news = await person.message("1 new comment", CREATOR, channel="spring-launch")
    _say(f"12. It is in the creator's thread: “{news['text'].splitlines()[0]}”")
    await person.press(news, "Hide", channel="spring-launch")
    await person.hidden_on_phone(comment_id, on=POST)
    _say("13. Ana pressed Hide, and nobody else sees it at Instagram any more.")
    told = await person.message("hid a comment", f"<@{person.id}>", channel="spring-launch")
    _say(f"14. The thread says who did it: “{told['text'].splitlines()[0]}”")


async def _settings(url: str, *, folder: Path, pages_port: int) -> dict[str, str]:
    async with httpx.AsyncClient(base_url=url) as client:
        slack = (await client.get("/slack/_control/world")).json()
        graph = (await client.get("/graph/_control/world")).json()
        mail = (await client.get("/mail/_control/world")).json()
    return {
        "GREENLIGHT_SLACK_API_URL": f"{url}/slack/api/",
        "GREENLIGHT_SLACK_FILES_URL": url,
        "GREENLIGHT_SLACK_BOT_TOKEN": slack["bot_token"],
        "GREENLIGHT_SLACK_APP_TOKEN": slack["app_token"],
        "GREENLIGHT_GRAPH_URL": f"{url}/graph",
        "GREENLIGHT_LOGIN_URL": f"{url}/graph",
        "GREENLIGHT_PUBLIC_URL": f"http://127.0.0.1:{pages_port}",
        "GREENLIGHT_HTTP_PORT": str(pages_port),
        "GREENLIGHT_SMTP_HOST": mail["smtp_host"],
        "GREENLIGHT_SMTP_PORT": str(mail["smtp_port"]),
        "GREENLIGHT_SMTP_SECURITY": "none",
        "GREENLIGHT_SMTP_FROM": "partnerships@northlight.example",
        "GREENLIGHT_META_APP_ID": graph["app_id"],
        "GREENLIGHT_META_APP_SECRET": graph["app_secret"],
        "GREENLIGHT_META_VERIFY_TOKEN": WORD,
        "GREENLIGHT_DATABASE_URL": f"sqlite:///{folder / 'greenlight.sqlite'}",
    }


async def _connect(profile: dict[str, Any], *, environment: dict[str, str]) -> None:
    arguments = ["profiles", "add", "--ig-id", profile["ig_id"], "--username", profile["username"], "--token-stdin"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env=clean() | environment, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
    )
    _out, errors = await process.communicate(profile["access_token"].encode())
    if process.returncode != 0:
        raise DidNotStart(f"the profile @{profile['username']} could not be connected: {errors.decode()}")


def _free_port() -> int:
    """Find a port for Greenlight's own pages, where the button Connect with Facebook leads to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _has_screen() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and shutil.which("xdg-open") is not None


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
