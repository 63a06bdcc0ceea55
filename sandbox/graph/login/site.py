"""The dialog's addresses: who logs in, what is asked, and the way back (`/dialog/oauth`, with or without a version)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.graph.address import base_of
from sandbox.graph.login import drawing
from sandbox.graph.login.dialog import DialogRefused, Question, Reply, answer, read_question
from sandbox.graph.people import Person
from sandbox.graph.scopes import SCOPES
from sandbox.graph.world import World

Pairs = Sequence[tuple[str, str]]


class Site:
    """Serves the dialog over one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """Return the dialog's routes, relative to where the service is mounted."""
        paths = ("/dialog/oauth", "/{version}/dialog/oauth")
        return [Route(path, self._serve, methods=["GET", "POST"]) for path in paths]

    async def _serve(self, request: Request) -> Response:
        is_answer = request.method == "POST"
        pairs = parse_qsl((await request.body()).decode()) if is_answer else request.query_params.multi_items()
        given = dict(pairs)
        base_url = base_of(request)
        try:
            question = read_question(self._world, given)
            person = self._who(given)
            if person is None:
                page = drawing.draw_people(self._world, question, base_url=base_url)
            elif not is_answer:
                others = f"?{urlencode(question.params)}"
                page = drawing.draw_question(self._world, question, person, base_url=base_url, others=others)
            else:
                reply = self._reply(pairs, question, person)
                return RedirectResponse(answer(self._world, question, person, reply), 302, headers=_headers(question))
        except DialogRefused as refusal:
            return HTMLResponse(drawing.draw_refusal(str(refusal), base_url=base_url), 400, headers=_headers(None))
        return HTMLResponse(page, headers=_headers(question))

    def _who(self, given: Mapping[str, str]) -> Person | None:
        return self._world.people.find(given["person"]) if given.get("person") else None

    def _reply(self, pairs: Pairs, question: Question, person: Person) -> Reply:
        """Read the ticks; every asset ticked means all of them, and those to come."""
        if ("answer", "accept") not in pairs:
            return Reply("cancel")
        kept = {value for name, value in pairs if name == "kept"}
        declined = frozenset() if question.is_all_or_nothing else frozenset(SCOPES) - kept
        assets = frozenset(value for name, value in pairs if name == "asset")
        every = frozenset().union(*drawing.owned_assets(self._world, person).values())
        return Reply("accept", declined, None if assets >= every else assets)


def _headers(question: Question | None) -> dict[str, str]:
    """Forbid script and frames; a form may lead to the app's own address, for Chrome counts the way back too."""
    back = urlsplit(question.redirect_uri) if question else None
    policy = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        f"{f' {back.scheme}://{back.netloc}' if back else ''}"
    )
    return {"Content-Security-Policy": policy, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
