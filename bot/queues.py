"""Every queue of durable work, and its pace. Each is looked into by every worker for good: there are few, and none in a hurry.

How often one is looked into is how long work waits in it, on average half of that. Work of several use cases shares a queue
where none of it takes long.
"""

from __future__ import annotations

from bot.engine import Queue

ASKS = Queue(name="asks", at_once=20)
"""What goes to Meta because a person wants it: asking, taking back."""
LOOKS = Queue(name="looks", one_at_a_time=True, at_once=16, poll_seconds=1.0)
"""Reading what Meta lists, for each profile one at a time."""
POSTS = Queue(name="slack-out", one_at_a_time=True, per_second=1)
"""Messages, for each channel one at a time and one a second.

https://docs.slack.dev/apis/web-api/rate-limits
"""
EDITS = Queue(name="slack-edits", one_at_a_time=True, poll_seconds=1.0)
"""Edits of what is posted, for each channel one at a time."""
DEEDS = Queue(name="deeds", one_at_a_time=True, poll_seconds=1.0)
"""What is done with posts, codes and tags: for each creator, and for each profile, what one does is read by the next."""
ERRANDS = Queue(name="errands", at_once=8, poll_seconds=1.0)
"""What somebody waits for and is done in a call or two: notices, steps of workflows, acting on comments."""
LISTS = Queue(name="lists", at_once=2, poll_seconds=1.0)
"""Lists of creators, a piece at a time: long ones keep no errand waiting."""
ARRIVALS = Queue(name="arrivals", at_once=1, poll_seconds=1.0)
"""What Meta delivers, in one order."""
LETTERS = Queue(name="letters", at_once=4, poll_seconds=2.0)
"""E-mail: a mail server may take minutes to answer, and keeps nothing else waiting."""
READINGS = Queue(name="readings", at_once=4, poll_seconds=2.0)
"""Reading comments back, a whole account each, and what is set up for hearing of them."""
CHORES = Queue(name="chores", at_once=4, poll_seconds=5.0)
"""What nobody waits for and is a call or two: checks of logins, giving tokens back."""
REPORTS = Queue(name="reports", at_once=1, poll_seconds=2.0)
"""One at a time in a process: a report of a large workspace is a second of work and some megabytes."""

QUEUES = (ASKS, LOOKS, POSTS, EDITS, DEEDS, ERRANDS, LISTS, ARRIVALS, LETTERS, READINGS, CHORES, REPORTS)
