"""A small language for what JSON may look like; it reports in Slack's words with a JSON pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, str, "Report"], None]


class Report:
    """What is wrong with one payload."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def say(self, message: str, pointer: str) -> None:
        """Note one thing that is wrong at a place."""
        self.messages.append(f"{message} [json-pointer:{pointer}]")


def text(most: int, *, least: int = 1) -> Check:
    """A bare string of so many characters."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.say("must provide a string", pointer)
        elif len(value) > most:
            report.say(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            report.say(f"must be more than {least - 1} characters", pointer)

    return check


def whole(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.say("must provide an integer", pointer)
        elif not least <= value <= most:
            report.say(f"must be between {least} and {most}", pointer)

    return check


def number(value: Any, pointer: str, report: Report) -> None:
    """Check for a number, whole or not."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        report.say("must provide a number", pointer)


def flag(value: Any, pointer: str, report: Report) -> None:
    """Check for true or false."""
    if not isinstance(value, bool):
        report.say("must provide a boolean", pointer)


def one_of(*words: str) -> Check:
    """One of these strings."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if value not in words:
            report.say(f"must be one of: {', '.join(words)}", pointer)

    return check


def many(item: Check, *, most: int, least: int = 1) -> Check:
    """A list of so many items, each checked."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.say("must provide an array", pointer)
            return
        if len(value) > most:
            report.say(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            report.say(f"no fewer than {least} items allowed", pointer)
        for index, one in enumerate(value):
            item(one, f"{pointer}/{index}", report)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check], *, typed: bool = True) -> Check:
    """An object with these keys and no others (`type` is known to be right when `typed`)."""
    checks = {**required, **optional}

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.say("must provide an object", pointer)
            return
        for key in required:
            if key not in value:
                report.say(f"missing required field: {key}", pointer)
        for key, inner in value.items():
            if key in checks:
                checks[key](inner, f"{pointer}/{key}", report)
            elif not (typed and key == "type"):
                report.say(f"invalid additional property: {key}", pointer)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these it is."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.say("must provide an object", pointer)
        elif "type" not in value:
            report.say("missing required field: type", pointer)
        elif value["type"] not in kinds:
            report.say(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            kinds[value["type"]](value, pointer, report)

    return check


def both(*checks: Check) -> Check:
    """Each of these in turn, until one has something to say."""

    def check(value: Any, pointer: str, report: Report) -> None:
        before = len(report.messages)
        for each in checks:
            each(value, pointer, report)
            if len(report.messages) > before:
                return

    return check
