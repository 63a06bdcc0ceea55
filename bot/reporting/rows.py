"""From stored rows to what reports count and files hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.permissions.status import State
from bot.reports.commented import Remark
from bot.reports.course import Course
from bot.reports.export import Value
from storage.comments import CommentState
from storage.tables import Origin

REQUEST_FIELDS = (
    "request_id",
    "campaign",
    "profile",
    "creator",
    "creator_ig_id",
    "state",
    "why",
    "meta_status",
    "origin",
    "asked_by",
    "asked_by_name",
    "asked_at",
    "sent_at",
    "answered_at",
    "hours_to_answer",
    "changed_at",
    "last_checked_at",
    "permission_id",
    "message",
)
AUDIT_FIELDS = (
    "entry_id",
    "at",
    "what",
    "who",
    "who_name",
    "campaign",
    "creator",
    "profile",
    "login_name",
    "subject_id",
    "before",
    "after",
    "why",
)
COMMENT_FIELDS = (
    "comment_id",
    "campaign",
    "creator",
    "post",
    "post_link",
    "on_ad",
    "author",
    "text",
    "state",
    "written_at",
    "heard_at",
    "hidden_at",
    "minutes_to_hide",
    "assigned_to",
    "assigned_to_name",
    "finished_at",
)
"""Names of fields are for programs, so they are of no language and do not change."""
ERASED = "[erased]"
"""In place of a name that was erased."""

Names = Mapping[str, str | None]


def course_of(row: Any) -> Course:
    """Return a request as reports see it."""
    return Course(
        request_id=row.id,
        creator_username=row.creator_username,
        state=State(row.state),
        asked_at=row.asked_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        changed_at=row.changed_at,
        is_adopted=row.origin is Origin.ADOPTED,
    )


def request_row(row: Any, names: Names) -> dict[str, Value]:
    """Return a request as a file holds it."""
    taken = course_of(row).time_to_answer()
    return {
        "request_id": row.id,
        "campaign": row.campaign,
        "profile": row.profile,
        "creator": row.creator_username,
        "creator_ig_id": row.creator_ig_id,
        "state": row.state,
        "why": row.state_words,
        "meta_status": row.meta_status,
        "origin": row.origin.value,
        "asked_by": row.asked_by,
        "asked_by_name": called(row.asked_by, names),
        "asked_at": row.asked_at,
        "sent_at": row.sent_at,
        "answered_at": row.answered_at,
        "hours_to_answer": None if taken is None else round(taken.total_seconds() / 3600, 2),
        "changed_at": row.changed_at,
        "last_checked_at": row.last_checked_at,
        "permission_id": row.permission_id,
        "message": row.message,
    }


def remark_of(row: Any) -> Remark:
    """Return a comment as reports see it."""
    is_hidden = row.state is CommentState.HIDDEN or row.went_hidden
    return Remark(
        creator=row.creator,
        post=row.post,
        permalink=row.permalink,
        caption=row.caption or "",
        written_at=row.written_at,
        is_hidden=is_hidden,
        # One that was hidden when it was first read is kept as hidden since it was written: since when, Meta does not tell.
        hidden_at=row.seen_at if is_hidden and row.seen_at != row.written_at else None,
    )


def comment_row(row: Any, names: Names) -> dict[str, Value]:
    """Return a comment as a file holds it; of one that is gone nothing but that it was there."""
    remark = remark_of(row)
    is_gone = row.state is CommentState.GONE
    taken = None if remark.hidden_at is None else max(remark.hidden_at, remark.written_at) - remark.written_at
    return {
        "comment_id": row.comment_id,
        "campaign": row.campaign,
        "creator": row.creator,
        "post": row.post,
        "post_link": row.permalink,
        "on_ad": "yes" if row.is_on_ad else "no",
        "author": None if is_gone else row.author_name,
        "text": None if is_gone or not row.texts else row.texts[-1][1],
        "state": row.state.value,
        "written_at": row.written_at,
        "heard_at": row.heard_at,
        "hidden_at": remark.hidden_at,
        "minutes_to_hide": None if taken is None else round(taken.total_seconds() / 60, 2),
        "assigned_to": row.assigned_to,
        "assigned_to_name": called(row.assigned_to, names),
        "finished_at": row.finished_at,
    }


def audit_row(row: Any, names: Names) -> dict[str, Value]:
    """Return an entry of the history as a file holds it: things by the names they had, people by what they are called."""
    labels = row.labels
    return {
        "entry_id": row.id,
        "at": row.at,
        "what": row.tag,
        "who": row.actor,
        "who_name": called(row.actor, names),
        "campaign": labels.get("campaign") or row.campaign,
        "creator": labels.get("creator"),
        "profile": labels.get("profile") or ", ".join(labels.get("profiles", [])) or None,
        "login_name": called(labels.get("login"), names),
        "subject_id": row.subject_id,
        "before": row.before,
        "after": row.after,
        "why": row.why or None,
    }


def called(who: str | None, names: Names) -> str | None:
    """Return what somebody is called, as far as that is known and was not erased."""
    if who is None or who not in names:
        return None
    return ERASED if names[who] is None else names[who]
