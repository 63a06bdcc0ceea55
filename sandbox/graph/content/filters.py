"""What a search of advertisable content asks for: its parameters, and what they refuse to mean.

Meta's "Partnership Ads Advertisable Content API".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sandbox.graph.call import is_true
from sandbox.graph.errors import bad_parameter
from sandbox.graph.listing import read_ids, read_list

_VALUES = {
    "platform_types": ("INSTAGRAM", "FACEBOOK"),
    "media_types": ("IMAGE", "VIDEO", "CAROUSEL", "LINK"),
    "post_types": ("FEED", "STORY", "REEL"),
    "content_types": ("BRANDED_CONTENT", "PRODUCT", "AFFILIATE", "COLLAB_POST", "TAGGED", "REPOSTED"),
    "ad_eligibilities": ("AD_READY", "INELIGIBLE", "NEEDS_ATTENTION", "EXCLUDED"),
    "ad_usages": ("NEVER_USED", "ACTIVE", "PREVIOUSLY_USED"),
}
_SMALL_IN_PRACTICE = frozenset({"platform_types", "media_types", "post_types"})
_PLURALS = {"REEL": "reels", "STORY": "stories"}
_PARTNERS = ("ad_partner_ig_user_ids", "ad_partner_page_ids")
_ONE_OF_ITS_OWN = ("start_date", "end_date", "search_key", "sort_by", "is_recommended", "country_codes")
_PAGING = ("limit", "after", "before")
LOOKUPS = ("content_ids", "permalinks", "ad_codes")
_MOST_LOOKED_UP = 50


@dataclass(frozen=True)
class Lookup:
    """Up to fifty posts named one by one, by ids, addresses or ad codes."""

    by: str
    wanted: tuple[str, ...]


def read_lookup(params: Mapping[str, str]) -> Lookup | None:
    """Read which posts are named, if any; raises GraphError (100) for two kinds, too many, or filters beside them."""
    kinds = [name for name in LOOKUPS if params.get(name)]
    if not kinds:
        return None
    if len(kinds) > 1:
        raise bad_parameter(f"Only one of {', '.join(LOOKUPS)} can be given")
    others = (*_VALUES, *_PARTNERS, *_ONE_OF_ITS_OWN, *_PAGING)
    if beside := [name for name in others if name in params]:
        raise bad_parameter(f"{kinds[0]} cannot be combined with {', '.join(beside)}")
    wanted = tuple(read_list(params, kinds[0]))
    if len(wanted) > _MOST_LOOKED_UP:
        raise bad_parameter(f"Param {kinds[0]} must have at most {_MOST_LOOKED_UP} elements.")
    if kinds[0] == "permalinks" and not all(each.startswith("https://") for each in wanted):
        raise bad_parameter("Param permalinks must be full URLs")
    return Lookup(kinds[0], wanted)


def read_filters(params: Mapping[str, str], *, today: date, in_practice: bool) -> Callable[[Mapping[str, Any]], bool]:
    """Read the filters into one question to ask of each row; raises GraphError (100) for what makes no sense."""
    wanted = {name: _read_values(params, name, in_practice=in_practice) for name in _VALUES}
    authors = {each for name in _PARTNERS for each in read_ids(params, name)}
    countries = {each.upper() for each in read_list(params, "country_codes")}
    start, end = _read_dates(params, today=today)
    key = params.get("search_key", "").casefold()
    only_recommended = is_true(params.get("is_recommended", "false"))

    def fits(row: Mapping[str, Any]) -> bool:
        return (
            all(not values or values & row[name] for name, values in wanted.items())
            and (not authors or row["author_id"] in authors)
            and (not countries or row["country"] in countries)
            and start <= row["date"] <= end
            and key in row["text"]
            and (not only_recommended or row["is_recommended"])
        )

    return fits


def read_sorting(params: Mapping[str, str]) -> bool:
    """Say whether recommended posts come first, as they do by default; raises GraphError (100)."""
    given = params.get("sort_by", "RECOMMENDED")
    if given not in ("RECOMMENDED", "DATE"):
        raise bad_parameter("Param sort_by must be one of {RECOMMENDED, DATE}")
    return given == "RECOMMENDED"


def _read_values(params: Mapping[str, str], name: str, *, in_practice: bool) -> set[str]:
    is_small = in_practice and name in _SMALL_IN_PRACTICE
    known = {_PLURALS.get(value, value.lower()) if is_small else value: value for value in _VALUES[name]}
    values = set(read_list(params, name))
    if not values.issubset(known):
        raise bad_parameter(f"Param {name} must be an array of {{{', '.join(known)}}}")
    return {known[value] for value in values}


def _read_dates(params: Mapping[str, str], *, today: date) -> tuple[date, date]:
    given = [params[name] for name in ("start_date", "end_date") if name in params]
    if not given:
        return date.min, date.max
    if len(given) == 1:
        raise bad_parameter("start_date and end_date must be given together")
    try:
        start, end = (datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date() for text in given)
    except ValueError as failure:
        raise bad_parameter("start_date and end_date must be written as YYYY-MM-DD") from failure
    if start > end or end > today:
        raise bad_parameter("start_date must not be after end_date, and neither in the future")
    return start, end
