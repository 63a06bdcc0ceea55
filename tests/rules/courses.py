"""Requests' courses that can happen, for tests of reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.permissions.status import State
from bot.reports.course import Course
from storage.ids import RequestId

BEGIN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
NOW = BEGIN + timedelta(days=30)
pauses = st.timedeltas(timedelta(0), timedelta(days=9))


def a_course(
    state: State = State.WAITING,
    *,
    number: int = 1,
    asked: timedelta = timedelta(0),
    sent: timedelta | None = timedelta(0),
    answered: timedelta | None = None,
    changed: timedelta | None = None,
    is_adopted: bool = False,
) -> Course:
    """Build a course from spans: each is counted from the moment before it."""
    asked_at = BEGIN + asked
    sent_at = None if sent is None else asked_at + sent
    answered_at = None if answered is None else (sent_at or asked_at) + answered
    last = answered_at or sent_at or asked_at
    return Course(
        request_id=RequestId(f"r{number}"),
        creator_username=f"creator_{number}",
        state=state,
        asked_at=asked_at,
        sent_at=sent_at,
        answered_at=answered_at,
        changed_at=last if changed is None else last + changed,
        is_adopted=is_adopted,
    )


_UNSENT = [State.QUEUED, State.CHECKING, State.FAILED, State.CANCELLED, State.WAITING, State.APPROVED, State.REVOKED]
_SENT = [State.CHECKING, State.WAITING, State.UNSURE, State.CANCELLED, State.FAILED]
_ANSWERED = [State.APPROVED, State.DECLINED, State.REVOKED, State.UNSURE]

courses = st.one_of(
    st.builds(a_course, st.sampled_from(_UNSENT), asked=pauses, sent=st.none(), changed=pauses),
    st.builds(a_course, st.sampled_from(_SENT), asked=pauses, sent=pauses, changed=pauses),
    st.builds(a_course, st.sampled_from(_ANSWERED), asked=pauses, sent=pauses, answered=pauses, changed=pauses),
    st.builds(
        a_course,
        st.sampled_from([State.WAITING, State.APPROVED, State.REVOKED, State.DECLINED]),
        asked=pauses,
        sent=st.none(),
        changed=pauses,
        is_adopted=st.just(True),
    ),
)


@st.composite
def many_courses(draw: st.DrawFn) -> list[Course]:
    """Draw courses of different requests."""
    drawn = draw(st.lists(courses, max_size=30))
    return [
        Course(**{name: getattr(each, name) for name in Course.__slots__} | {"request_id": RequestId(f"r{number}")})
        for number, each in enumerate(drawn)
    ]
