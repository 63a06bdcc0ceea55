"""Tag approval over real requests: a hundred at a time, all or none, nothing applied twice."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graph import GraphNonsense, GraphThrottled, GraphUnanswered, InputRefused, ScopeMissing
from bot.graph.tags.answers import TagChange
from tests.graph.desk import ACCESS, BRAND, always, client_over, form_of

EDGE = f"/v26.0/{BRAND}/branded_content_tag_approval"


@dataclass
class ApprovalList:
    """Meta's list of one brand, as its guide describes it, with the calls that reached it."""

    refuses: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    calls: list[tuple[str, list[str]]] = field(default_factory=list)
    lose: str = ""
    """Drop the connection at the next change: `before` or `after` it is done."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.url.path == EDGE
        given = form_of(request) if request.method == "POST" else dict(request.url.params)
        ids = given["user_ids"].split(",")
        self.calls.append((request.method, ids))
        if request.method == "GET":
            assert len(ids) <= 100
            return httpx.Response(200, json={"data": [{"id": each} for each in ids if each in self.approved]})
        return self._change(request, set(ids))

    def _change(self, request: httpx.Request, ids: set[str]) -> httpx.Response:
        lose, self.lose = self.lose, ""
        if lose == "before":
            raise httpx.ReadError("gone", request=request)
        success = self.refuses.isdisjoint(ids)
        if success and request.method == "POST":
            self.approved |= ids
        if success and request.method == "DELETE":
            self.approved -= ids
        if lose == "after":
            raise httpx.ReadError("gone", request=request)
        return httpx.Response(200, json={"success": success})

    @property
    def changes(self) -> list[list[str]]:
        return [ids for method, ids in self.calls if method != "GET"]


def change(
    changed: set[str] | None = None,
    already: set[str] | None = None,
    failed: set[str] | None = None,
    untouched: set[str] | None = None,
) -> TagChange:
    return TagChange(*(frozenset(each or ()) for each in (changed, already, failed, untouched)))


async def test_a_check_asks_a_hundred_at_a_time() -> None:
    ids = [str(number) for number in range(1, 251)]
    meta = ApprovalList(approved={"1", "250", "999"})

    assert await client_over(meta).tags.approved(ACCESS, ids) == {"1", "250"}

    assert [len(asked) for _, asked in meta.calls] == [100, 100, 50]


async def test_a_check_that_comes_in_pages_is_read_whole_with_next_and_without() -> None:
    for following in ({}, {"next": "https://x.test/"}):

        def handle(request: httpx.Request, following: dict[str, str] = following) -> httpx.Response:
            if request.url.params.get("after") == "c":
                return httpx.Response(200, json={"data": [{"id": "2"}]})
            return httpx.Response(200, json={"data": [{"id": "1"}], "paging": {"cursors": {"after": "c"}, **following}})

        assert await client_over(handle).tags.approved(ACCESS, ["1", "2", "3"]) == {"1", "2"}


async def test_a_check_of_nobody_asks_nothing() -> None:
    meta = ApprovalList()
    assert await client_over(meta).tags.approved(ACCESS, []) == frozenset()
    assert meta.calls == []


async def test_creators_are_approved_in_one_call_and_those_who_were_are_not_sent() -> None:
    meta = ApprovalList(approved={"2"})

    assert await client_over(meta).tags.add(ACCESS, ["1", "2", "3", "1"]) == change({"1", "3"}, already={"2"})

    assert meta.changes == [["1", "3"]]
    assert meta.approved == {"1", "2", "3"}


async def test_a_refusal_changes_nobody_unless_the_rest_may_go_on() -> None:
    meta = ApprovalList(refuses={"3"})

    outcome = await client_over(meta).tags.add(ACCESS, ["1", "2", "3", "4"])

    assert outcome == change(untouched={"1", "2", "3", "4"})
    assert not outcome.is_whole
    assert meta.approved == set()
    assert len(meta.changes) == 1


async def test_one_alone_that_is_refused_is_known_to_fail() -> None:
    assert await client_over(ApprovalList(refuses={"3"})).tags.add(ACCESS, ["3"]) == change(failed={"3"})


async def test_with_the_rest_the_failing_are_named_and_everybody_else_is_approved() -> None:
    meta = ApprovalList(refuses={"3"})

    outcome = await client_over(meta).tags.add(ACCESS, ["1", "2", "3", "4"], apply_rest=True)

    assert outcome == change({"1", "2", "4"}, failed={"3"})
    assert meta.approved == {"1", "2", "4"}


async def test_taking_away_leaves_out_who_is_not_approved() -> None:
    meta = ApprovalList(approved={"1", "2"}, refuses={"2"})

    outcome = await client_over(meta).tags.remove(ACCESS, ["1", "2", "3"], apply_rest=True)

    assert outcome == change({"1"}, already={"3"}, failed={"2"})
    assert meta.approved == {"2"}


@given(
    count=st.integers(0, 130),
    approved=st.sets(st.integers(1, 130)),
    refuses=st.sets(st.integers(1, 130), max_size=6),
    adding=st.booleans(),
)
async def test_meta_ends_up_with_all_that_it_takes_and_each_was_sent_once(
    count: int, approved: set[int], refuses: set[int], adding: bool
) -> None:
    ids = [str(number) for number in range(1, count + 1)]
    before = {str(each) for each in approved}
    meta = ApprovalList(approved=set(before), refuses={str(each) for each in refuses})
    tags = client_over(meta).tags

    outcome = await (tags.add if adding else tags.remove)(ACCESS, ids, apply_rest=True)

    wished = before | set(ids) if adding else before - set(ids)
    assert meta.approved == (wished - outcome.failed if adding else wished | outcome.failed)
    assert outcome.failed == (meta.refuses & set(ids)) - outcome.already
    assert outcome.already == (before & set(ids) if adding else set(ids) - before)
    assert outcome.changed == set(ids) - outcome.failed - outcome.already
    applied = [each for group in meta.changes if meta.refuses.isdisjoint(group) for each in group]
    assert len(applied) == len(set(applied))


async def test_a_lost_answer_is_read_back_and_counts_when_it_was_done() -> None:
    meta = ApprovalList(lose="after")
    assert await client_over(meta).tags.add(ACCESS, ["1", "2"]) == change({"1", "2"})
    assert [method for method, _ in meta.calls] == ["GET", "POST", "GET"]


async def test_a_lost_answer_that_changed_nothing_is_told_and_asking_again_does_it() -> None:
    meta = ApprovalList(lose="before")
    tags = client_over(meta).tags

    with pytest.raises(GraphUnanswered) as caught:
        await tags.add(ACCESS, ["1", "2"])

    assert caught.value.may_have_happened
    assert len(meta.changes) == 1
    assert await tags.add(ACCESS, ["1", "2"]) == change({"1", "2"})


async def test_a_lost_answer_that_cannot_be_read_back_may_have_happened() -> None:
    reads = itertools.count()

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("gone", request=request)
        return httpx.Response(200, json={"data": []}) if next(reads) == 0 else httpx.Response(200, text="<html>")

    with pytest.raises(GraphUnanswered) as caught:
        await client_over(handle).tags.add(ACCESS, ["1"])
    assert caught.value.may_have_happened


async def test_a_search_that_was_cut_short_goes_on_with_what_is_left() -> None:
    meta = ApprovalList(refuses={"4"})

    def throttled_once(request: httpx.Request) -> httpx.Response:
        if len(meta.changes) == 2 and request.method == "POST" and not meta.lose:
            meta.lose = "never"
            return httpx.Response(400, json={"error": {"message": "m", "code": 80002}})
        return meta(request)

    with pytest.raises(GraphThrottled):
        await client_over(throttled_once).tags.add(ACCESS, ["1", "2", "3", "4"], apply_rest=True)
    assert meta.approved == {"1", "2"}

    # Another client, as if later: this one would hold the call back until the limit lifts.
    outcome = await client_over(throttled_once).tags.add(ACCESS, ["1", "2", "3", "4"], apply_rest=True)

    assert outcome == change({"3"}, already={"1", "2"}, failed={"4"})


@pytest.mark.parametrize("wrong", ["@maya", "1,2", "1.5", "", "-1", "１２", "1 2"])
async def test_what_is_no_id_is_refused_without_a_call(wrong: str) -> None:
    meta = ApprovalList()
    with pytest.raises(InputRefused, match="digits"):
        await client_over(meta).tags.add(ACCESS, ["1", wrong])
    assert meta.calls == []


@pytest.mark.parametrize("answer", [{"success": "true"}, {"success": 1}, {}, [], {"success": None}])
async def test_a_change_with_neither_yes_nor_no_may_have_happened(answer: object) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": []} if request.method == "GET" else answer)

    with pytest.raises(GraphUnanswered) as caught:
        await client_over(handle).tags.add(ACCESS, ["1"])
    assert caught.value.may_have_happened


@pytest.mark.parametrize("answer", [{"data": [{"name": "x"}]}, {"data": [None]}, {"data": {"id": "1"}}, {}, []])
async def test_a_check_that_cannot_be_read_is_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await client_over(always(json=answer)).tags.approved(ACCESS, ["1"])


async def test_ids_beyond_53_bits_and_integers_are_read() -> None:
    big = 2**63 + 3
    client = client_over(always(content=f'{{"data": [{{"id": {big}}}, "17", 18]}}'))
    assert await client.tags.approved(ACCESS, [str(big), "17", "18", "19"]) == {str(big), "17", "18"}


async def test_a_missing_scope_is_named() -> None:
    message = "(#10) To use this, the permission instagram_branded_content_brand is needed."
    with pytest.raises(ScopeMissing) as caught:
        await client_over(always(400, json={"error": {"message": message, "code": 10}})).tags.approved(ACCESS, ["1"])
    assert caught.value.missing_scopes == ("instagram_branded_content_brand",)
