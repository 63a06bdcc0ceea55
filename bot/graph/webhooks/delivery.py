"""Reading a delivery: up to a thousand pieces of news in one body (Meta, "Webhooks"; "Instagram Webhooks").

Tolerant: one piece that cannot be read does not lose the others, since Meta would send them all again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.graph.classification import decode
from bot.graph.scalars import clean, handle_of, id_of, moment_of, raw_of, text_of
from bot.graph.webhooks.news import GrantChange, InstagramComment, News, PageComment, Unread


def read_delivery(body: bytes) -> tuple[News, ...]:
    """Read a delivery whose signature was checked. Raises ValueError for what is none of Meta's: answer 400."""
    document = decode(body)
    if not isinstance(document, dict) or not isinstance(document.get("entry"), list):
        raise ValueError("not a delivery")
    topic = text_of(document.get("object")) or ""
    return tuple(
        _news(topic, entry, change)
        for entry in document["entry"]
        if isinstance(entry, dict)
        for change in _changes(entry)
    )


def _changes(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Walk what an entry holds: a list of changes, one `field` and `value` (Instagram login), or names alone."""
    changes, names = entry.get("changes"), entry.get("changed_fields")
    if isinstance(changes, list):
        yield from (change if isinstance(change, dict) else {} for change in changes)
    elif "field" in entry:
        yield entry
    else:
        yield from ({"field": name} for name in (names if isinstance(names, list) else ()))


def _news(topic: str, entry: Mapping[str, Any], change: Mapping[str, Any]) -> News:
    field, value = text_of(change.get("field")) or "", change.get("value")
    found: News | None = None
    if topic == "permissions":
        found = _grant(entry, field, value)
    elif isinstance(value, dict):
        if topic == "instagram" and field in ("comments", "live_comments"):
            found = _instagram_comment(entry, field, value)
        elif topic == "page" and field == "feed" and value.get("item") == "comment":
            found = _page_comment(entry, value)
    return found or Unread(topic=topic, field=field)


def _instagram_comment(entry: Mapping[str, Any], field: str, value: Mapping[str, Any]) -> InstagramComment | None:
    """Read a comment; its id is `id` in Meta's reference and `comment_id` in its guide."""
    ig_id, comment_id = id_of(entry.get("id")), id_of(value.get("id")) or id_of(value.get("comment_id"))
    if ig_id is None or comment_id is None:
        return None
    writer, media = _object(value.get("from")), _object(value.get("media"))
    from_id = id_of(writer.get("id"))
    return InstagramComment(
        ig_id=ig_id,
        comment_id=comment_id,
        text=_text(value.get("text")),
        from_id=from_id,
        from_username=handle_of(writer.get("username")),
        is_by_the_account=text_of(writer.get("self_ig_scoped_id")) is not None or from_id == ig_id,
        parent_id=id_of(value.get("parent_id")),
        media_id=id_of(value.get("media")),
        media_kind=raw_of(media.get("media_product_type")),
        sent_at=moment_of(entry.get("time")),
        is_live=field == "live_comments",
        ad_id=id_of(media.get("ad_id")),
        ad_title=text_of(media.get("ad_title")),
        original_media_id=id_of(media.get("original_media_id")),
    )


def _page_comment(entry: Mapping[str, Any], value: Mapping[str, Any]) -> PageComment | None:
    """Read a comment; older deliveries name its writer beside it, and a top-level one has its post for parent."""
    page_id, comment_id = id_of(entry.get("id")), id_of(value.get("comment_id"))
    if page_id is None or comment_id is None:
        return None
    writer = _object(value.get("from"))
    post_id, parent_id = id_of(value.get("post_id")), id_of(value.get("parent_id"))
    return PageComment(
        page_id=page_id,
        comment_id=comment_id,
        verb=raw_of(value.get("verb")),
        post_id=post_id,
        parent_id=None if parent_id == post_id else parent_id,
        text=_text(value.get("message")),
        from_id=id_of(writer.get("id")) or id_of(value.get("sender_id")),
        from_name=text_of(writer.get("name")) or text_of(value.get("sender_name")),
        created_at=moment_of(value.get("created_time")),
        sent_at=moment_of(entry.get("time")),
    )


def _grant(entry: Mapping[str, Any], field: str, value: Any) -> GrantChange | None:
    """Read a change of a grant; `uid` is the person where `id` is none (samples have a 0 there)."""
    user_id = id_of(entry.get("uid")) or id_of(entry.get("id"))
    if user_id is None or not field:
        return None
    told = _object(value)
    targets = told.get("target_ids")
    return GrantChange(
        user_id=user_id,
        field=field,
        verb=raw_of(told.get("verb")),
        targets=tuple(filter(None, map(text_of, targets))) if isinstance(targets, list) else None,
        sent_at=moment_of(entry.get("time")),
    )


def _text(value: Any) -> str:
    """Keep a comment's own lines, and drop what nothing can store."""
    return "\n".join(map(clean, value.splitlines())) if isinstance(value, str) else ""


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
