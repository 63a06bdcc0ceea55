"""A small Bolt app that uses what the page must draw: forms, errors, suggestions, updates, cards."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

PROFILES = ("northlight.skin", "northlight.home", "northlight.archive")
View = dict[str, Any]


def words(text: str) -> dict[str, str]:
    """Make a plain text object."""
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    """Make an option of a select."""
    return {"text": words(text), "value": value}


def question(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Make an input block whose element's action_id is its block_id."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def form(*, note: str | None = None) -> View:
    """Make the form; with a note it has one more field, as after the toggle."""
    toggle = {"type": "checkboxes", "options": [option("Add a note", "yes")]}
    blocks = [
        question("handles", "Creators", {"type": "plain_text_input", "multiline": True, "max_length": 60}),
        question(
            "profile",
            "Sending profile",
            {"type": "external_select", "min_query_length": 0, "placeholder": words("Search")},
        ),
        question(
            "campaign",
            "Campaign",
            {"type": "static_select", "options": [option("Spring", "s"), option("Summer", "u")]},
            optional=True,
        ),
        question("people", "Tell", {"type": "multi_users_select"}, optional=True),
        question("until", "Until", {"type": "datepicker"}, optional=True),
        question(
            "kind",
            "Kind",
            {"type": "radio_buttons", "options": [option("Account", "a"), option("Post", "p")]},
            optional=True,
        ),
        question("toggle", "Note", toggle, optional=True, dispatch_action=True),
    ]
    if note is not None:
        blocks.append({"type": "context", "block_id": "told", "elements": [{"type": "mrkdwn", "text": note}]})
        blocks.append(question("note", "Your note", {"type": "plain_text_input"}, optional=True))
    blocks.append(
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "help", "text": words("Help")}],
        }
    )
    return {
        "type": "modal",
        "callback_id": "form",
        "title": words("Ask for permission"),
        "submit": words("Send request"),
        "close": words("Cancel"),
        "notify_on_close": True,
        "blocks": blocks,
    }


def page(title: str, text: str) -> View:
    """Make a modal that only says something."""
    blocks = [{"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": text}}]
    return {"type": "modal", "callback_id": "page", "title": words(title), "close": words("Back"), "blocks": blocks}


def card(state: str) -> list[dict[str, Any]]:
    """Make the blocks of a card."""
    ask = {"title": words("Revoke?"), "text": words("Ads stop."), "confirm": words("Revoke"), "deny": words("Keep")}
    buttons = [
        {"type": "button", "action_id": "check", "text": words("Check now"), "style": "primary"},
        {"type": "button", "action_id": "revoke", "text": words("Revoke"), "style": "danger", "confirm": ask},
        {"type": "overflow", "action_id": "other", "options": [option("History", "h"), option("Copy", "c")]},
    ]
    said = {"type": "mrkdwn", "text": f"*<https://example.org/maya|@maya.makes>* · {state}"}
    return [
        {"type": "section", "block_id": "said", "text": said},
        {"type": "actions", "block_id": "buttons", "elements": buttons},
    ]


def build_trial(*, client: AsyncWebClient, heard: list[tuple[str, Any]]) -> AsyncApp:
    """Build the app; what it hears is noted in `heard`."""
    app = AsyncApp(client=client, process_before_response=False, request_verification_enabled=False)

    @app.command("/trial")
    async def on_command(ack: Any, command: Any, client: Any, respond: Any) -> None:
        heard.append(("command", command["text"]))
        match command["text"]:
            case "slow":
                await asyncio.sleep(3.6)
            case "card":
                await ack()
                blocks = card(":hourglass_flowing_sand: Waiting")
                await client.chat_postMessage(channel=command["channel_id"], text="A card, waiting", blocks=blocks)
            case "note":
                await ack()
                await respond("Nothing is open here.")
            case _:
                await ack()
                await client.views_open(trigger_id=command["trigger_id"], view=form())

    @app.options("profile")
    async def on_profile(ack: Any, payload: Any) -> None:
        found = [option(f"@{name}", name) for name in PROFILES if payload["value"] in name]
        await ack(options=found)

    @app.action("toggle")
    async def on_toggle(ack: Any, body: Any, client: Any) -> None:
        await ack()
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form(note="*Found* @maya.makes"))

    @app.action("help")
    async def on_help(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=page("Help", "Write one handle a line."))

    @app.view("form")
    async def on_form(ack: Any, view: Any, body: Any, client: Any) -> None:
        values = {block: state[block] for block, state in view["state"]["values"].items() if block in state}
        heard.append(("form", values))
        if "!" in values["handles"]["value"]:
            await ack(response_action="errors", errors={"handles": "A handle has no “!”."})
            return
        await ack(response_action="update", view=page("Sending", ":hourglass: Asking Meta…"))
        # Real work takes a moment; without it this update can reach Slack before the ack above does.
        await asyncio.sleep(0.2)
        await client.views_update(view_id=view["id"], view=page("Sent", ":white_check_mark: Asked."))

    @app.view_closed("form")
    async def on_closed(ack: Any) -> None:
        await ack()
        heard.append(("closed", None))

    @app.action("check")
    async def on_check(ack: Any, body: Any, client: Any) -> None:
        await ack()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        blocks = card(":white_check_mark: Approved")
        await client.chat_update(channel=channel, ts=ts, text="A card, approved", blocks=blocks)
        await client.chat_postMessage(
            channel=channel, thread_ts=ts, reply_broadcast=True, text=f"<@{body['user']['id']}> approved"
        )

    @app.action("revoke")
    async def on_revoke(ack: Any) -> None:
        await ack()
        heard.append(("revoke", None))

    @app.action("other")
    async def on_other(ack: Any, action: Any) -> None:
        await ack()
        heard.append(("other", action["selected_option"]["value"]))

    @app.shortcut("ask_anywhere")
    @app.shortcut("ask_about")
    async def on_shortcut(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        heard.append(("shortcut", shortcut["callback_id"]))
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    @app.function("greet")
    async def on_step(inputs: Any, complete: Any, fail: Any) -> None:
        heard.append(("step", inputs))
        if inputs["name"] == "nobody":
            await fail("Nobody is not there.")
        else:
            await complete({"greeting": f"Hello {inputs['name']}", "card_link": "https://northlight.example/card"})

    @app.event("app_home_opened")
    async def on_home(event: Any, client: Any) -> None:
        heard.append(("home", event["tab"]))
        blocks = [{"type": "header", "text": words("Your open requests")}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return app
