"""Charts of reports: as a picture that needs no colours, as Slack's own blocks, and in words."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
import threading
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bot.reports.blocks import (
    LONGEST_AXIS,
    LONGEST_LABEL,
    LONGEST_TITLE,
    MOST_POINTS,
    chart_block,
    table_block,
)
from bot.reports.charts import LONGEST_ALT, Bar, Chart, Kind, Look, alt_text, funnel_chart, spans_chart
from bot.reports.funnel import Funnel, Stage
from bot.reports.lettering import fitted, shown
from bot.reports.pictures import WIDTH, png
from bot.reports.spans import ANSWER_EDGES, Bucket, Spans

NAMES = {stage: stage.value.capitalize() for stage in Stage}
WHITE = 255

words = st.text(max_size=60) | st.sampled_from(
    ["$x^2$", "a\nb\x07", "🎉 Party", "春の発売", "مرحبا", "W" * 90, "\ud83d"]
)
bars = st.builds(
    Bar, label=words, count=st.integers(0, 10**6), beside=st.sampled_from(["", "12 %"]), look=st.sampled_from(Look)
)
charts = st.builds(
    Chart,
    title=words,
    bars=st.lists(bars, max_size=12),
    kind=st.sampled_from(Kind),
    counted=words,
    note=words | st.just("word " * 200),
)


def a_funnel(**counts: int) -> Funnel:
    funnel = Funnel()
    for name, count in counts.items():
        funnel.count([Stage(name)] * count)
    return funnel


def a_funnel_chart(funnel: Funnel) -> Chart:
    return funnel_chart(
        funnel,
        title="Spring launch",
        counted="requests",
        names=NAMES,
        share=lambda part: f"{part:.0%}",
        note="As of noon.",
    )


def picture(chart: Chart) -> Image.Image:
    image = Image.open(io.BytesIO(png(chart)))
    image.load()
    return image


def luminance(level: int) -> float:
    """Give the relative luminance of a grey. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def test_the_way_is_always_shown_and_rare_ends_only_where_there_are_any() -> None:
    usual = a_funnel_chart(a_funnel(asked=10, sent=10, answered=6, approved=5, declined=1, waiting=4))
    assert [(bar.label, bar.count, bar.beside) for bar in usual.bars] == [
        ("Asked", 10, "100%"),
        ("Sent", 10, "100%"),
        ("Answered", 6, "60%"),
        ("Approved", 5, "50%"),
        ("Waiting", 4, "40%"),
        ("Declined", 1, "10%"),
    ]
    revoked = a_funnel_chart(a_funnel(asked=1, revoked=1))
    assert revoked.bars[-1].label == "Revoked"


def test_a_campaign_without_requests_has_a_chart_without_shares() -> None:
    empty = a_funnel_chart(Funnel())
    assert {(bar.count, bar.beside) for bar in empty.bars} == {(0, "")}
    assert picture(empty).width == WIDTH


def test_how_far_it_came_and_where_it_ended_are_filled_differently() -> None:
    looks = {bar.label: bar.look for bar in a_funnel_chart(a_funnel(asked=9, revoked=1, cancelled=1)).bars}
    assert looks["Approved"] is Look.SOLID
    assert len({looks["Approved"], looks["Waiting"], looks["Declined"], looks["Cancelled"], looks["Revoked"]}) == 5


def test_the_words_say_all_that_the_picture_shows() -> None:
    said = alt_text(a_funnel_chart(a_funnel(asked=2, sent=2, waiting=2)))
    assert said == (
        "Spring launch (requests). Asked: 2 (100%); Sent: 2 (100%); Answered: 0 (0%); Approved: 0 (0%); "
        "Waiting: 2 (100%); Declined: 0 (0%). As of noon."
    )


@given(charts)
def test_the_words_are_never_longer_than_slack_takes(chart: Chart) -> None:
    assert 0 < len(alt_text(chart)) <= LONGEST_ALT


def test_times_to_answer_are_bars_side_by_side_in_their_order() -> None:
    spans = Spans()
    for hours in (0.5, 2, 3, 30, 400):
        spans.add(timedelta(hours=hours))
    chart = spans_chart(spans.buckets(ANSWER_EDGES), title="t", counted="answers", name=_from)
    assert [(bar.label, bar.count) for bar in chart.bars] == [
        ("0 h", 1),
        ("1 h", 2),
        ("6 h", 0),
        ("24 h", 1),
        ("48 h", 0),
        ("120 h", 0),
        ("216 h", 1),
    ]


def _from(bucket: Bucket) -> str:
    return f"{bucket.begins.total_seconds() / 3600:.0f} h"


@settings(max_examples=12, deadline=None)
@given(charts)
def test_any_chart_is_a_picture_with_nothing_cut_off_at_its_edges(chart: Chart) -> None:
    image = ImageOps.grayscale(picture(chart))
    assert image.width == WIDTH
    for box in (
        (0, 0, 4, image.height),
        (image.width - 4, 0, image.width, image.height),
        (0, 0, image.width, 4),
        (0, image.height - 4, image.width, image.height),
    ):
        assert image.crop(box).getextrema() == (WHITE, WHITE), box


def test_the_same_chart_is_the_same_picture_and_another_one_is_not() -> None:
    chart = a_funnel_chart(a_funnel(asked=3))
    assert png(chart) == png(chart)
    assert png(chart) != png(a_funnel_chart(a_funnel(asked=4)))


def test_pictures_drawn_at_once_by_many_threads_are_the_same() -> None:
    chart = a_funnel_chart(a_funnel(asked=3))
    drawn: list[bytes] = []
    threads = [threading.Thread(target=lambda: drawn.append(png(chart))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [png(chart)] * 4


def _filling(look: Look) -> list[int]:
    """Give the greys in the middle of a bar that fills most of a picture."""
    chart = Chart(title="t", bars=[Bar(label="l", count=1, look=look)], kind=Kind.UPRIGHT, counted="c")
    image = ImageOps.grayscale(picture(chart))
    middle = image.crop((image.width // 3, image.height // 2, image.width * 2 // 3, image.height * 2 // 3))
    return list(middle.tobytes())


def test_without_colours_every_filling_is_known_from_the_others() -> None:
    dark = {look: sum(grey < 128 for grey in greys) / len(greys) for look in Look for greys in [_filling(look)]}
    assert dark[Look.SOLID] == 1
    assert dark[Look.OPEN] == 0
    patterns = sorted(dark[look] for look in (Look.STRIPED, Look.DOTTED, Look.CROSSED))
    assert patterns[0] > 0.01
    assert all(later - earlier > 0.01 for earlier, later in itertools.pairwise(patterns))


@pytest.mark.parametrize("look", list(Look))
def test_lines_stand_out_from_their_ground_as_graphics_must(look: Look) -> None:
    """Three to one: https://www.w3.org/WAI/WCAG22/Understanding/non-text-contrast."""
    chart = Chart(title="t", bars=[Bar(label="l", count=1, look=look)], kind=Kind.ACROSS, counted="c")
    darkest = min(ImageOps.grayscale(picture(chart)).tobytes())
    ground = max(_filling(look)) if look in (Look.STRIPED, Look.DOTTED, Look.CROSSED) else WHITE
    assert (luminance(ground) + 0.05) / (luminance(darkest) + 0.05) >= 3


def test_letters_that_the_font_lacks_are_marked_and_a_dollar_is_a_dollar() -> None:
    assert shown("a\tb\n🎉 $x^2$ Zoë Ж") == "a b � $x^2$ Zoë Ж"


def test_a_campaign_whose_name_would_be_a_broken_formula_has_its_picture() -> None:
    name = r"Win $\frac$ or $$"
    chart = Chart(title=name, bars=[Bar(label=name, count=1, beside=name)], kind=Kind.ACROSS, counted=name, note=name)
    assert picture(chart).width == WIDTH


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(1, 3), st.integers(60, 900))
def test_text_is_broken_into_no_more_lines_than_there_are_and_what_is_cut_says_so(
    text: str, lines: int, width: int
) -> None:
    found = fitted(text, points=12, width=width, lines=lines)
    assert len(found) <= lines
    whole = " ".join(shown(text).split())
    assert " ".join(found) == whole or any("…" in line for line in found)


def test_nothing_of_the_drawing_library_is_loaded_before_a_picture_is_drawn() -> None:
    code = "import bot.reports.pictures, bot.reports.charts, sys; print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]


def _check_slack_limits(block: dict[str, Any]) -> None:
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    assert 0 < len(block["title"]) <= LONGEST_TITLE
    assert len(chart["axis_config"]["y_label"]) <= LONGEST_AXIS
    assert 0 < len(categories) == len(set(categories)) <= MOST_POINTS
    for series in chart["series"]:
        assert len(series["name"]) <= LONGEST_LABEL
        assert [point["label"] for point in series["data"]] == categories
        assert all(0 < len(point["label"]) <= LONGEST_LABEL for point in series["data"])


def test_a_funnel_is_one_of_slacks_own_bar_charts() -> None:
    block = chart_block(a_funnel_chart(a_funnel(asked=3, sent=2)))
    assert block is not None
    _check_slack_limits(block)
    assert block["type"] == "data_visualization"
    assert block["chart"]["type"] == "bar"
    assert block["chart"]["series"] == [
        {
            "name": "requests",
            "data": [
                {"label": "Asked", "value": 3},
                {"label": "Sent", "value": 2},
                {"label": "Answered", "value": 0},
                {"label": "Approved", "value": 0},
                {"label": "Waiting", "value": 0},
                {"label": "Declined", "value": 0},
            ],
        }
    ]


named = st.text(min_size=1, max_size=80).filter(str.strip)


@given(
    st.builds(
        Chart,
        title=named,
        bars=st.lists(st.builds(Bar, label=named, count=st.integers(0, 9)), max_size=25),
        kind=st.sampled_from(Kind),
        counted=named,
    )
)
def test_a_chart_keeps_slacks_limits_or_is_left_to_the_picture(chart: Chart) -> None:
    block = chart_block(chart)
    if block is None:
        assert (
            not chart.bars
            or len(chart.bars) > MOST_POINTS
            or len({bar.label[:19] for bar in chart.bars}) < len(chart.bars)
        )
    else:
        _check_slack_limits(block)


def test_labels_that_would_look_alike_when_cut_are_not_mixed_up() -> None:
    alike = [Bar(label=f"{'x' * 30}{number}", count=number) for number in range(2)]
    assert chart_block(Chart(title="t", bars=alike, kind=Kind.ACROSS, counted="c")) is None


def test_the_figures_are_a_table_that_can_be_sorted_by_number() -> None:
    block = table_block(a_funnel_chart(a_funnel(asked=1200, sent=600)), heading="Stage", share_heading="Share")
    assert block["caption"] == "Spring launch"
    assert [[cell["text"] for cell in row] for row in block["rows"][:3]] == [
        ["Stage", "requests", "Share"],
        ["Asked", "1200", "100%"],
        ["Sent", "600", "50%"],
    ]
    assert block["rows"][1][1] == {"type": "raw_number", "value": 1200, "text": "1200"}
    assert len({len(row) for row in block["rows"]}) == 1
    assert 1 <= block["page_size"] <= 100


def test_a_table_without_shares_has_two_columns() -> None:
    chart = Chart(title="t", bars=[Bar(label="l", count=1)], kind=Kind.UPRIGHT, counted="answers")
    assert [[cell["text"] for cell in row] for row in table_block(chart, heading="Time")["rows"]] == [
        ["Time", "answers"],
        ["l", "1"],
    ]
