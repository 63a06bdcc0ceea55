"""The dialog's pages: they work without script, by keyboard and in a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import htpy as h

from sandbox.graph.login.dialog import Question
from sandbox.graph.people import Person
from sandbox.graph.scopes import SCOPES
from sandbox.graph.world import World


def draw_refusal(sentence: str, *, base_url: str) -> str:
    """Draw the page that says why there is no question; Meta sends nobody back from it."""
    return draw_page("Sorry, this does not work", h.p(".trouble", role="alert")[sentence], base_url=base_url)


def draw_people(world: World, question: Question, *, base_url: str) -> str:
    """Draw the choice of who logs in."""
    people = [person for person in world.people.everybody if not person.is_system]
    choices = [
        h.li[h.button(".person", name="person", value=person.key)[h.strong[person.name], h.small[person.about]]]
        for person in people
    ]
    shown = h.fragment[
        h.p["Whose account is it?"], h.form(method="get")[_hidden(question.params), h.ul(".people")[choices]]
    ]
    return draw_page(f"Log in to use Facebook with {world.app.name}", shown, base_url=base_url)


def draw_question(world: World, question: Question, person: Person, *, base_url: str, others: str) -> str:
    """Draw what the app asks of this person; `others` is the address at which somebody else can log in."""
    shown = h.fragment[
        h.p["You are ", h.strong[person.name], ". ", h.a(href=others)["Log in as somebody else"]],
        h.form(method="post")[
            _hidden({**question.params, "person": person.key}),
            _draw_scopes(question, question.asked_of(person, world), app=world.app.name),
            [
                _draw_ticks("asset", f"With these {kind}", assets.items())
                for kind, assets in owned_assets(world, person).items()
                if assets
            ],
            h.p(".acts")[
                h.button(".primary", name="answer", value="accept")[f"Continue as {person.name.split()[0]}"],
                h.button(name="answer", value="cancel")["Cancel"],
            ],
        ],
    ]
    return draw_page(f"{world.app.name} asks for access", shown, base_url=base_url)


def draw_page(heading: str, shown: h.Node, *, base_url: str) -> str:
    """Put what a page shows into its frame; the styles are the sandbox page's."""
    return str(
        h.html(lang="en")[
            h.head[
                h.meta(charset="utf-8"),
                h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                h.meta(name="color-scheme", content="light dark"),
                h.title[f"{heading} – Facebook, in the sandbox"],
                [h.link(rel="stylesheet", href=f"{base_url}_css/{name}.css") for name in ("base", "login")],
            ],
            h.body(".login")[
                h.main(aria_labelledby="title")[h.h1("#title")[heading], shown],
                h.footer[h.small["A local stand-in for Facebook: nothing leaves this machine."]],
            ],
        ]
    )


def owned_assets(world: World, person: Person) -> dict[str, dict[str, str]]:
    """List the Pages and the Instagram accounts of a person, by kind, id and name."""
    pages = {page.id: page.name for page in world.pages if person.tasks.get(page.id)}
    linked = {page.instagram for page in world.pages if page.id in pages}
    instagram = {
        account.ig_id: f"@{account.username}"
        for account in world.accounts
        if account.ig_id in linked or person.tasks.get(account.ig_id)
    }
    return {"Pages": pages, "Instagram accounts": instagram}


def _draw_scopes(question: Question, asked: list[str], *, app: str) -> h.Node:
    if not asked:
        return h.p[f"You have let {app} do this before."]
    if question.is_all_or_nothing:
        return h.fragment[
            h.h2["All of this, or nothing"], h.ul[[h.li[SCOPES[scope], " ", h.code[scope]] for scope in asked]]
        ]
    ticks = [(scope, h.fragment[SCOPES[scope], " ", h.code[scope]]) for scope in asked if scope != "public_profile"]
    return _draw_ticks("kept", f"{app} may", ticks)  # not "scope": that is what the app asked for


def _draw_ticks(name: str, heading: str, ticks: Iterable[tuple[str, h.Node]]) -> h.Element:
    rows = [
        h.label(".tick")[h.input(type="checkbox", name=name, value=value, checked=True), h.span[words]]
        for value, words in ticks
    ]
    return h.fieldset[h.legend[heading], rows]


def _hidden(params: Mapping[str, str]) -> h.Node:
    return [h.input(type="hidden", name=name, value=value) for name, value in params.items()]
