"""What an answer says of the buckets: Meta's usage headers, and a refusal that says when it lifts. Pure.

Headers come "once enough calls have been made": that none came says nothing.
https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.graph.access import MetaApp
from bot.graph.buckets import Bucket, Draws, business, platform
from bot.graph.budget import DAY, HOUR, Gauge
from bot.graph.errors import GraphError, GraphThrottled
from bot.graph.throttle import LONGEST_WAIT, field_of, json_of, numbers_of

_NUMBERS = ("call_count", "total_time", "total_cputime")
_BY_DAY = ("instagram", "pages")
"""Use cases whose calls count for a rolling day; all others, like the platform limits, for an hour."""
_SHORTEST_WINDOW = timedelta(minutes=1)
_MOST = 1000.0


def heard(
    headers: Mapping[str, str], *, draws: Draws, app: MetaApp, now: datetime, error: GraphError | None = None
) -> dict[Bucket, Gauge]:
    """Return what an answer says of each bucket; where it says several things of one, the worst."""
    lowered = {name.lower(): value for name, value in headers.items()}
    told: dict[Bucket, Gauge] = {}
    for bucket, gauge in _told(lowered, draws=draws, app=app, now=now):
        told[bucket] = _worse(told.get(bucket), gauge)
    if isinstance(error, GraphThrottled):
        bucket = draws.blamed(error.scope)
        wall = told.get(bucket)
        if wall is None or wall.lifts_at is None:  # else Meta says of this very bucket when it lifts
            refused = Gauge(used=100.0, read_at=now, lifts_at=now + timedelta(seconds=error.wait_seconds))
            told[bucket] = _worse(wall, refused)
    return told


def _told(headers: Mapping[str, str], *, draws: Draws, app: MetaApp, now: datetime) -> Iterator[tuple[Bucket, Gauge]]:
    for used in _most_used(json_of(headers.get("x-app-usage"))):
        yield platform(app.id), Gauge(used=used, read_at=now)

    by_object = dict(_entries(json_of(headers.get("x-business-use-case-usage"))))
    for object_id, entries in by_object.items():
        for entry in entries:
            gauge = _use_case(entry, now=now)
            yield business(app.id, object_id), gauge
            if len(by_object) == 1 and draws.business is not None:
                # The only account it tells of is the one the call was about, whichever of its ids Meta calls it by.
                yield draws.business, gauge

    ad_account = json_of(headers.get("x-ad-account-usage"))
    for used in _percents(field_of(ad_account, "acc_id_util_pct")):
        if draws.business is not None:
            resets = max(numbers_of(field_of(ad_account, "reset_time_duration")), default=0.0)
            yield draws.business, _ad_account(used, resets=resets, now=now)


def _entries(usage: Any) -> Iterator[tuple[str, list[Any]]]:
    """Walk `{"<object id>": [{"type": ..., "call_count": percent, ...}, ...]}`."""
    for object_id, entries in usage.items() if isinstance(usage, dict) else ():
        if isinstance(entries, list) and entries:
            yield object_id, entries


def _use_case(entry: Any, *, now: datetime) -> Gauge:
    regain = max(numbers_of(field_of(entry, "estimated_time_to_regain_access")), default=0.0)
    wait = min(regain * 60, LONGEST_WAIT)
    return Gauge(
        used=max(_most_used(entry), default=0.0),
        read_at=now,
        window=DAY if field_of(entry, "type") in _BY_DAY else HOUR,
        lifts_at=now + timedelta(seconds=wait) if wait > 0 else None,
    )


def _ad_account(used: float, *, resets: float, now: datetime) -> Gauge:
    wait = timedelta(seconds=min(max(resets, 0.0), LONGEST_WAIT))
    is_used_up = used >= 100 and wait > timedelta(0)
    return Gauge(
        used=used, read_at=now, window=max(wait, _SHORTEST_WINDOW), lifts_at=now + wait if is_used_up else None
    )


def _most_used(usage: Any) -> Iterator[float]:
    """Give the highest of the percentages there are; nothing where there is none."""
    found = [percent for name in _NUMBERS for percent in _percents(field_of(usage, name))]
    if found:
        yield max(found)


def _percents(value: Any) -> Iterator[float]:
    for number in numbers_of(value):
        yield min(max(number, 0.0), _MOST)


def _worse(one: Gauge | None, other: Gauge) -> Gauge:
    """Return the one of two sayings of one answer that holds more back."""
    if one is None:
        return other
    walls = [moment for moment in (one.lifts_at, other.lifts_at) if moment is not None]
    worse = max(one, other, key=lambda gauge: (gauge.used, gauge.window))
    return Gauge(used=worse.used, read_at=worse.read_at, window=worse.window, lifts_at=max(walls, default=None))
