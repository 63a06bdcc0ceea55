"""Block Kit's limits, each just within and just beyond."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.blocks.layout import Surface, check_blocks
from sandbox.slack.blocks.views import check_view
from sandbox.slack.errors import Refused
from tests.running import Slack
from tests.sandbox.slack.blocks import JSON, actions, asks, button, modal, option, plain, section
from tests.sandbox.slack.refusals import refusal


def _select(**more: Any) -> JSON:
    return {"type": "static_select", "options": [option("a")], **more}


def _text(**more: Any) -> JSON:
    return {"type": "plain_text_input", **more}


def _chart(*values: float, kind: str = "bar", **more: Any) -> JSON:
    labels = [f"label {n}" for n in range(len(values))]
    points = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]
    axes = {"categories": labels, "y_label": "y" * 50}
    chart = {"type": kind, "series": [{"name": "n" * 20, "data": points}], "axis_config": axes}
    return {"type": "data_visualization", "title": "t" * 50, "chart": chart, **more}


WITHIN: list[tuple[Surface, list[JSON]]] = [
    ("message", [{"type": "divider"}] * 50),
    ("modal", [{"type": "divider"}] * 100),
    ("home", [section("x" * 3000, accessory=button())]),
    ("message", [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2000}] * 10}]),
    ("message", [{"type": "header", "text": plain("x" * 150)}]),
    ("message", [{"type": "context", "elements": [plain("x")] * 10}]),
    ("message", [actions(*(button(f"b{n}") for n in range(25)))]),
    ("message", [actions(button("same"), block_id="1"), actions(button("same"), block_id="2")]),
    ("message", [actions(button(value="x" * 2000, style="danger"))]),
    ("message", [actions({"type": "overflow", "options": [option(f"{n}") for n in range(5)]})]),
    ("message", [{"type": "markdown", "text": "x" * 12_000}]),
    ("message", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100}]),
    ("message", [_chart(*range(20)), _chart(0.5, kind="line")]),
    ("message", [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}]),
    ("message", [{"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart"}]),
    ("modal", [asks("a", _select(options=[option(f"{n}") for n in range(100)]))]),
    ("modal", [asks("a", _select(options=[option("a")], initial_option=option("a")))]),
    ("modal", [asks("a", _text(min_length=3, max_length=3000, focus_on_load=True))]),
    ("modal", [asks("a", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"})]),
    ("modal", [asks("a", {"type": "checkboxes", "options": [option(f"{n}") for n in range(10)]})]),
    ("modal", [asks("a", {"type": "external_select", "min_query_length": 0})]),
    ("modal", [asks("a", {"type": "datepicker", "initial_date": "2026-11-30"})]),
    ("modal", [asks("a", {"type": "file_input", "max_files": 10})]),
    ("modal", [{"type": "alert", "text": plain("Careful"), "level": "warning"}]),
]

BEYOND: list[tuple[Surface, list[JSON], str]] = [
    ("message", [{"type": "divider"}] * 51, "no more than 50 items allowed"),
    ("modal", [{"type": "divider"}] * 101, "no more than 100 items allowed"),
    ("message", [{"type": "sector"}], "unsupported type: sector"),
    ("message", [{"type": "file", "external_id": "a", "source": "remote"}], "unsupported type: file"),
    ("message", [{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
    ("modal", [{"type": "markdown", "text": "x"}], "unsupported type: markdown"),
    ("message", [section("x" * 3001)], "must be less than 3001 characters"),
    ("message", [section("")], "must be more than 0 characters"),
    ("message", [section(colour="red")], "invalid additional property: colour"),
    ("message", [{"type": "section"}], "must provide either text or fields"),
    ("message", [section(block_id="x" * 256)], "must be less than 256 characters"),
    ("message", [section(block_id="a"), section(block_id="a")], "block_id a already exists"),
    ("message", [{"type": "section", "fields": [plain("x" * 2001)]}], "must be less than 2001"),
    ("message", [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
    ("message", [{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ("message", [{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items"),
    ("message", [actions(*(button(f"b{n}") for n in range(26)))], "no more than 25 items"),
    ("message", [actions(button("a"), button("a"))], "action_id a already exists"),
    ("message", [actions(button("x" * 256))], "must be less than 256 characters"),
    ("message", [actions(button(text=plain("x" * 76)))], "must be less than 76 characters"),
    ("message", [actions(button(text={"type": "mrkdwn", "text": "x"}))], "unsupported type: mrkdwn"),
    ("message", [actions(button(style="green"))], "must be one of: primary, danger"),
    ("message", [actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    ("message", [actions(_text())], "unsupported type: plain_text_input"),
    ("message", [section(accessory=_text())], "unsupported type: plain_text_input"),
    ("modal", [asks("a", button())], "unsupported type: button"),
    ("message", [actions({"type": "overflow", "options": [option(f"{n}") for n in range(6)]})], "than 5"),
    ("modal", [asks("a", _select(options=[]))], "no fewer than 1 items allowed"),
    ("modal", [asks("a", _select(options=[option(f"{n}") for n in range(101)]))], "no more than 100 items"),
    ("modal", [asks("a", _select(options=[option("x" * 76)]))], "must be less than 76 characters"),
    ("modal", [asks("a", _select(option_groups=[]))], "no fewer than 1"),
    ("modal", [asks("a", {"type": "static_select"})], "must provide either options or option_groups"),
    ("modal", [asks("a", _select(initial_option=option("b")))], "initial options must match"),
    ("modal", [asks("a", _select(options=[option("a"), option("a")]))], "option values must be unique"),
    ("modal", [asks("a", _select(placeholder=plain("x" * 151)))], "must be less than 151 characters"),
    ("modal", [asks("a", _text(max_length=3001))], "must be between 1 and 3000"),
    ("modal", [asks("a", _text(min_length=5, max_length=4))], "min_length must not be greater"),
    ("modal", [asks("a", {"type": "number_input"})], "missing required field: is_decimal_allowed"),
    ("modal", [asks("a", {"type": "checkboxes", "options": [option(f"{n}") for n in range(11)]})], "than 10"),
    ("modal", [asks("a", _text(), label=plain("x" * 2001))], "must be less than 2001 characters"),
    ("modal", [asks(b, _text(focus_on_load=True)) for b in "ab"], "only one element can have focus_on_load"),
    ("message", [asks("a", {"type": "file_input"})], "file_input works in modals only"),
    ("message", [{"type": "markdown", "text": "x" * 7000}] * 2, "markdown blocks must be less than 12001"),
    ("message", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2, "only one table"),
    ("message", [_chart(1)] * 3, "no more than 2 data_visualization blocks"),
    ("message", [_chart(*range(21))], "no more than 20 items allowed"),
    ("message", [_chart(1, title="t" * 51)], "must be less than 51 characters"),
    ("message", [_chart(1, kind="radar")], "unsupported type: radar"),
    ("message", [_chart(1, chart={"type": "pie", "segments": [{"label": "l" * 21, "value": 1}]})], "than 21 char"),
    ("message", [_chart(1, chart={"type": "pie", "segments": [{"label": "a", "value": "1"}]})], "provide a number"),
    ("modal", [_chart(1)], "unsupported type: data_visualization"),
    ("message", [section(accessory=button(confirm={"title": plain("x")}))], "missing required field: text"),
]


@pytest.mark.parametrize(("surface", "blocks"), WITHIN)
def test_blocks_within_the_limits_are_taken(surface: Surface, blocks: list[JSON]) -> None:
    assert check_blocks(blocks, surface=surface) == []


@pytest.mark.parametrize(("surface", "blocks", "message"), BEYOND)
def test_blocks_beyond_the_limits_are_refused_in_slacks_words(
    surface: Surface, blocks: list[JSON], message: str
) -> None:
    assert message in "\n".join(check_blocks(blocks, surface=surface))


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
        (modal(callback_id="x" * 256), "must be less than 256 characters"),
        (modal(external_id="x" * 256), "must be less than 256 characters"),
        (modal(colour="red"), "invalid additional property: colour"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "home", "blocks": []}, "view type must be modal"),
        ({"type": "modal", "title": plain("x"), "blocks": [asks("a", _text())]}, "field: submit"),
    ],
)
def test_views_beyond_the_limits_are_refused(view: JSON, message: str) -> None:
    with pytest.raises(Refused) as refused:
        check_view(view, surface="modal")

    assert refused.value.error == "invalid_arguments"
    assert message in str(refused.value.about)


def test_a_view_above_250_kb_is_too_large() -> None:
    with pytest.raises(Refused, match="view_too_large"):
        check_view(modal(*(section("x" * 2900) for _ in range(90))), surface="modal")


async def test_a_refused_message_points_at_what_is_wrong(slack: Slack, client: AsyncWebClient) -> None:
    call = client.chat_postMessage(
        channel=slack.channel("spring-launch"), text="x", blocks=[section(), section("x" * 3001)]
    )

    answer = await refusal(call)

    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_points_of_a_chart_lie_on_its_axis() -> None:
    block = _chart(1, 2)
    block["chart"]["axis_config"]["categories"] = ["label 0", "label 0"]

    said = "\n".join(check_blocks([block], surface="message"))
    assert "categories must be unique" in said
    assert "label must be one of the categories" in said


async def test_a_workspace_without_charts_refuses_them_as_unknown(slack: Slack, client: AsyncWebClient) -> None:
    spring, blocks = slack.channel("spring-launch"), [section(), _chart(1)]
    assert (await client.chat_postMessage(channel=spring, text="x", blocks=blocks))["ok"]

    await slack.post("charts", taken=False)

    refused = await refusal(client.chat_postMessage(channel=spring, text="x", blocks=blocks))
    assert refused["error"] == "invalid_blocks"
    said = "unsupported type: data_visualization [json-pointer:/blocks/1/type]"
    assert said in str(refused["response_metadata"]["messages"])
