"""Facebook's own page of what somebody let apps do: `/settings/apps`, where the app is removed."""

from __future__ import annotations

from urllib.parse import parse_qsl

import htpy as h
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.graph.address import base_of
from sandbox.graph.letting_in import ask_deletion, remove_app
from sandbox.graph.login.drawing import draw_page
from sandbox.graph.people import Person
from sandbox.graph.scopes import SCOPES
from sandbox.graph.webhooks.callbacks import Callback, Callbacks
from sandbox.graph.world import World

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
_WORDS = {"deauthorize": "told that the app was removed", "deletion": "asked to delete the data"}


class Settings:
    """Shows who lets the app do what, and takes it away."""

    def __init__(self, world: World, callbacks: Callbacks) -> None:
        self._world = world
        self._callbacks = callbacks

    def routes(self) -> list[Route]:
        """Return the page's route, relative to where the service is mounted."""
        return [Route("/settings/apps", self._serve, methods=["GET", "POST"])]

    async def _serve(self, request: Request) -> Response:
        if request.method == "POST":
            given = dict(parse_qsl((await request.body()).decode()))
            person = self._world.people.find(given.get("person", ""))
            if person is not None:
                act = ask_deletion if given.get("act") == "delete" else remove_app
                act(self._world, person)
                await self._callbacks.settle()
            return RedirectResponse(f"{base_of(request)}settings/apps", 303)
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(self._draw(base_of(request)), headers=headers)

    def _draw(self, base_url: str) -> str:
        people = [
            person
            for person in self._world.people.everybody
            if not person.is_system and person.id in self._world.people.grants
        ]
        told = [h.li[self._draw_callback(each)] for each in self._callbacks.all]
        shown = h.fragment[
            [self._draw_person(person) for person in people] or h.p["Nobody has let an app in."],
            h.fragment[h.h2[f"What {self._world.app.name} was told"], h.ul[told]] if told else None,
        ]
        return draw_page("Apps and websites", shown, base_url=base_url)

    def _draw_person(self, person: Person) -> h.Element:
        grant, app = self._world.people.grants[person.id], self._world.app.name
        scopes = sorted(grant.granted(now=self._world.clock.now()))
        remove = f"Remove {app} for {person.name}"
        return h.form(method="post")[
            h.h2[f"{person.name} lets {app} in"],
            h.ul[[h.li[SCOPES[scope], " ", h.code[scope]] for scope in scopes]],
            h.input(type="hidden", name="person", value=person.key),
            h.p(".acts")[
                h.button(".danger", name="act", value="remove", aria_label=remove)["Remove"],
                h.button(".danger", name="act", value="delete", aria_label=f"{remove} and have the data deleted")[
                    "Remove and have the data deleted"
                ],
            ],
        ]

    def _draw_callback(self, each: Callback) -> h.Node:
        person = self._world.people.find(each.user_id)
        said = f"{person.name if person else each.user_id}: {_WORDS[each.kind]}"
        if each.error is not None:
            return f"✗ {said}, but {each.error}"
        if each.url is None:
            return f"✓ {said}"
        link = h.a(href=each.url, rel="noreferrer")["see how far it is"]
        return h.fragment[f"✓ {said}: ", link, ", code ", h.code[each.confirmation_code]]
