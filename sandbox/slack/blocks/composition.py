"""Composition objects: text, options, confirm dialogs.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from __future__ import annotations

from typing import Any

from sandbox.slack.blocks.shape import Check, Report, by_type, flag, many, one_of, shape, text


def plain(most: int) -> Check:
    """A plain_text object of so many characters."""
    return by_type({"plain_text": shape({"text": text(most)}, {"emoji": flag})})


def rich(most: int) -> Check:
    """A plain_text or mrkdwn object of so many characters."""
    return by_type(
        {
            "plain_text": shape({"text": text(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": text(most)}, {"verbatim": flag}),
        }
    )


TEXT_OBJECT = rich(3000)

CONFIRM = shape(
    {"title": plain(100), "text": rich(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
    typed=False,
)

OPTION = shape({"text": plain(75), "value": text(150)}, {"description": plain(75)}, typed=False)
# Checkboxes and radio buttons take mrkdwn too, and overflow menus a URL.
RICH_OPTION = shape({"text": rich(75), "value": text(150)}, {"description": rich(75)}, typed=False)
LINK_OPTION = shape({"text": plain(75), "value": text(150)}, {"description": plain(75), "url": text(3000)}, typed=False)
GROUP = shape({"label": plain(75), "options": many(OPTION, most=100)}, {}, typed=False)

DISPATCH = shape(
    {},
    {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), most=2)},
    typed=False,
)
FILTER = shape(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    typed=False,
)


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """List an element's options, those in groups too."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def known_initials(value: Any, pointer: str, report: Report) -> None:
    """Check that the initial options are among the options, and that no two options share a value."""
    options = options_of(value)
    if len({option.get("value") for option in options if isinstance(option, dict)}) < len(options):
        report.say("option values must be unique", f"{pointer}/options")
    initial = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(one not in options for one in initial):
        report.say("initial options must match provided options", pointer)


def either_options(value: Any, pointer: str, report: Report) -> None:
    """Check that there are options or option groups, not both."""
    if ("options" in value) == ("option_groups" in value):
        report.say("must provide either options or option_groups", pointer)
