"""What a data_visualization block may show.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from typing import Any

from sandbox.slack.blocks.shape import Check, Report, both, by_type, many, number, shape, text

_POINT = shape({"label": text(20), "value": number}, {}, typed=False)
_SERIES = shape({"name": text(20), "data": many(_POINT, most=20)}, {}, typed=False)
_AXES = shape({"categories": many(text(20), most=20)}, {"x_label": text(50), "y_label": text(50)}, typed=False)


def _points_on_the_axis(value: Any, pointer: str, report: Report) -> None:
    """Each point is found by its label, which is one of the categories, and each category has one label."""
    categories = value["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        report.say("categories must be unique", f"{pointer}/axis_config/categories")
    for index, series in enumerate(value["series"]):
        if any(point["label"] not in categories for point in series["data"]):
            report.say("label must be one of the categories", f"{pointer}/series/{index}/data")


_ALONG_AN_AXIS = both(shape({"series": many(_SERIES, most=12), "axis_config": _AXES}, {}), _points_on_the_axis)
CHART: Check = by_type(
    {
        "bar": _ALONG_AN_AXIS,
        "line": _ALONG_AN_AXIS,
        "area": _ALONG_AN_AXIS,
        "pie": shape({"segments": many(_POINT, most=12)}, {}),
    }
)
