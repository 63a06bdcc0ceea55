"""What people do with campaigns in an office: each story has channels of its own."""

from __future__ import annotations

from typing import Any

from tests.stories.office import Office, View, block_of

EVERYBODY = ("ana", "ben", "chloe", "greenlight")


async def new_channel(office: Office, name: str, *, members: tuple[str, ...] = EVERYBODY, **about: Any) -> str:
    """Make a channel, and return its id."""
    made = await office.desk.slack.post("channel", name=name, members=list(members), **about)
    return str(made["id"])


async def new_campaign(
    office: Office, name: str, *, channel: str, user: str | None = None, askers: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Make a campaign by the form; returns what the submission answered."""
    who = user or office.ana
    await office.close_windows(who)
    await office.desk.type(who, channel, "campaign new")
    view = await office.desk.top_view(who, callback_id="campaign_form")
    values: dict[str, dict[str, Any]] = {
        "name": {"campaign_name": name},
        "askers": {"campaign_askers": list(askers)},
    }
    return await office.desk.submit(who, view, values)


async def opened(office: Office, *, channel: str, user: str | None = None, name: str = "") -> View:
    """Open a campaign's window, the channel's own unless named."""
    who = user or office.ana
    await office.close_windows(who)
    await office.desk.type(who, channel, f"campaign {name}")
    return await office.desk.top_view(who, callback_id="campaign_window")


async def pressed(
    office: Office, view: View, action_id: str, *, then: str, user: str | None = None, **more: Any
) -> View:
    """Press a button of a window, and return the form or window it opens."""
    await office.press_in(view, action_id, user=user, **more)
    return await office.desk.top_view(user or office.ana, callback_id=then)


async def fill(office: Office, view: View, *, user: str | None = None, **values: Any) -> dict[str, Any]:
    """Fill fields in by action id, and submit."""
    filled: dict[str, dict[str, Any]] = {}
    for action_id, value in values.items():
        filled.setdefault(block_of(view, action_id), {})[action_id] = value
    return await office.desk.submit(user or office.ana, view, filled)


async def give(office: Office, role: str, *people: str, channel: str, groups: tuple[str, ...] = ()) -> dict[str, Any]:
    """Have Ana say who has a role in the channel's campaign."""
    window = await opened(office, channel=channel)
    roles = await pressed(office, window, "campaign_show_roles", then="settings_roles")
    return await give_in(office, roles, role, *people, groups=groups)


async def give_in(
    office: Office, roles: View, role: str, *people: str, groups: tuple[str, ...] = (), user: str | None = None
) -> dict[str, Any]:
    """Say in a roles window who has a role."""
    form = await pressed(office, roles, "settings_change", then="settings_role", user=user, block_id=f"role:{role}")
    values: dict[str, Any] = {"settings_people": list(people)}
    if groups:
        await office.desk.slack.post(
            "interact",
            type="block_suggestion",
            user=user or office.ana,
            view_id=form["id"],
            action_id="settings_groups",
            value="",
        )
        values["settings_groups"] = list(groups)
    return await fill(office, form, user=user, **values)


async def top_where(office: Office, *, memory: str, user: str | None = None) -> View:
    """Wait until the window on top remembers something: what it shows stands in its private metadata."""

    async def look() -> list[View]:
        stack = await office.desk.slack.views(user or office.ana)
        return stack[-1:] if stack and memory in stack[-1]["private_metadata"] else []

    found: list[View] = await office.desk.eventually(look, seconds=10, about=f"a window with {memory}")
    return found[0]
