"""From an answer that is not the one hoped for to the error it is. Pure: no I/O, no clock."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.graph.codes import UNKNOWN, Rule, find_rule
from bot.graph.errors import (
    Blocked,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnknown,
    ScopeMissing,
)
from bot.graph.scalars import clean, text_of, whole_of
from bot.graph.throttle import in_words, seconds_to_wait
from bot.words import say

_LONGEST_QUOTE = 300
# What Meta's tokens, sign-in codes and ad codes look like; they turn up in texts such as "Malformed access token EAAB...".
_SECRET_LIKE = re.compile(r"EAA\w{8,}|\bAQ[\w-]{20,}|\b[\w|+/=-]{40,}")
_SCOPE = re.compile(r"\b(?:business_management|(?:instagram|pages|ads|facebook|catalog|leads)_[a-z_]+)\b")


@dataclass(frozen=True)
class Complaint:
    """The error part of an answer, whichever of Meta's shapes it came in."""

    code: int | None
    subcode: int | None
    message: str
    trace_id: str | None
    is_transient: bool


def classify(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    wrote: bool = False,
    secrets: Collection[str] = (),
    meanings: Mapping[int, Rule] = MappingProxyType({}),
) -> GraphError:
    """Name the error an answer is.

    `wrote` says that the call was one that changes things, `secrets` what must never be quoted, `meanings` what
    codes mean at this endpoint alone. Decided by code and subcode; the HTTP status counts only where no
    readable error came with it, and as a code only where this endpoint's codes are those of HTTP.
    """
    document = decode(body)
    complaint = find_complaint(document)
    if complaint is None and status in meanings and isinstance(document, dict):
        complaint = _from_status(status, document)
    if complaint is not None:
        rule = meanings.get(complaint.code) if complaint.code is not None else None
        rule = rule or find_rule(complaint.code, subcode=complaint.subcode)
        return _from_complaint(complaint, rule, status=status, headers=headers, wrote=wrote, secrets=secrets)
    if status == 429:
        return _build(Rule(GraphThrottled, todo="graph.todo.ask_again", scope="user"), headers=headers)
    if wrote or status >= 500:
        return GraphUnanswered(may_have_happened=wrote, why=say("graph.why.unusable", status=str(status)))
    return GraphNonsense(why=say("graph.why.formless", status=str(status)))


def decode(body: bytes) -> Any:
    """Parse JSON; None for anything that is not (and for a bare `null`, which no call answers)."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def find_complaint(document: Any) -> Complaint | None:
    """Find the error in an answer of any HTTP status: Meta puts one in a 200 body at times.

    Accepts Graph's `{"error": {...}}` (with `subcode` in it, as `debug_token` has it), the batch shape
    `{"error_code", "error_description"}` and the Instagram-login shape `{"error_type", "code", "error_message"}`.
    """
    if not isinstance(document, dict):
        return None
    inner = document.get("error")
    if isinstance(inner, dict):
        code, message = inner.get("code"), inner.get("error_user_msg") or inner.get("message")
    elif inner:
        inner, code, message = {}, document.get("error_code"), document.get("error_description") or inner
    elif "error_code" in document or "error_message" in document:
        code = document.get("error_code", document.get("code"))
        inner, message = document, document.get("error_description") or document.get("error_message")
    else:
        return None
    return Complaint(
        code=whole_of(code),
        subcode=whole_of(inner.get("error_subcode", inner.get("subcode"))),
        message=text_of(message) or "",
        trace_id=text_of(inner.get("fbtrace_id")),
        is_transient=inner.get("is_transient") is True,
    )


def _from_status(status: int, document: Mapping[str, Any]) -> Complaint:
    """Make a complaint of a JSON object that is none in a form we know, on a host that numbers as HTTP does."""
    told = (text_of(document.get(name)) for name in ("message", "detail", "title"))
    message = next((text for text in told if text), "")
    return Complaint(code=status, subcode=None, message=message, trace_id=None, is_transient=False)


def complain(complaint: Complaint) -> GraphError:
    """Name the error that a complaint is where it is told of, and not an answer to our own call."""
    rule = find_rule(complaint.code, subcode=complaint.subcode)
    return _from_complaint(complaint, rule, status=200, headers={}, wrote=False, secrets=())


def _from_complaint(
    complaint: Complaint,
    rule: Rule | None,
    *,
    status: int,
    headers: Mapping[str, str],
    wrote: bool,
    secrets: Collection[str],
) -> GraphError:
    # A throttle or a block says "transient" too at times; it is still one to wait out, not to repeat.
    told_to_wait = rule is not None and rule.kind in (GraphThrottled, Blocked)
    if (complaint.is_transient and not told_to_wait) or (rule is None and status >= 500):
        rule = Rule(GraphTransient)
    scopes = tuple(dict.fromkeys(_SCOPE.findall(complaint.message)))
    error = _build(
        rule or UNKNOWN,
        headers=headers,
        complaint=complaint,
        quote=_quote(complaint.message, secrets=secrets),
        scopes=scopes,
        # Meta answers these without having said what became of the call.
        unsure=wrote and (rule is None or rule.kind is GraphTransient),
    )
    if isinstance(error, ScopeMissing):
        error.missing_scopes = scopes
    return error


def _build(
    rule: Rule,
    *,
    headers: Mapping[str, str],
    complaint: Complaint | None = None,
    quote: str = "",
    scopes: Sequence[str] = (),
    unsure: bool = False,
) -> GraphError:
    code = complaint.code if complaint else None
    subcode = complaint.subcode if complaint else None
    trace_id = complaint.trace_id if complaint else None
    wait = seconds_to_wait(headers) or rule.wait
    happened = say(rule.happened or rule.kind.default_happened)
    why = say(rule.why or rule.kind.default_why)
    todo = say(rule.todo or rule.kind.default_todo, wait=in_words(wait))
    if rule.kind is GraphUnknown:
        happened = say("graph.unknown.happened_by_number", number=_number(code, subcode))
    if rule.kind is ScopeMissing and scopes:
        why = say("graph.scope_missing.why_named", reason=why, scopes=", ".join(scopes))
    if rule.quotes and quote:
        why = say("graph.why.metas_words", quote=quote)
    if unsure:
        todo = f"{say('graph.todo.read_back')} {todo}"
    if issubclass(rule.kind, GraphThrottled):
        return rule.kind(
            happened,
            why=why,
            todo=todo,
            code=code,
            subcode=subcode,
            trace_id=trace_id,
            wait_seconds=wait,
            scope=rule.scope,
        )
    return rule.kind(
        happened, why=why, todo=todo, code=code, subcode=subcode, trace_id=trace_id, may_have_happened=unsure
    )


def _number(code: int | None, subcode: int | None) -> str:
    shown = say("graph.unknown.no_number") if code is None else str(code)
    return shown if subcode is None else f"{shown}/{subcode}"


def _quote(message: str, *, secrets: Collection[str]) -> str:
    """Make Meta's text fit to show: one line, not long, and without anything that could be a token."""
    for secret in secrets:
        message = message.replace(secret, "…") if secret else message
    message = _SECRET_LIKE.sub("…", clean(message))
    return message if len(message) <= _LONGEST_QUOTE else message[: _LONGEST_QUOTE - 1] + "…"
