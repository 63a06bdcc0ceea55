"""The dialog's pages as plain HTML: they work without script, by keyboard and in a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from sandbox.graph.login.dialog import Question
from sandbox.graph.people import Person
from sandbox.graph.scopes import SCOPES
from sandbox.graph.world import World

_NOTE = "A local stand-in for Facebook: nothing leaves this machine."


def draw_refusal(sentence: str, *, base_url: str) -> str:
    """Draw the page that says why there is no question; Meta sends nobody back from it."""
    body = f'<p class="trouble" role="alert">{escape(sentence)}</p>'
    return draw_page("Sorry, this does not work", body, base_url=base_url)


def draw_people(world: World, question: Question, *, base_url: str) -> str:
    """Draw the choice of who logs in."""
    choices = "".join(
        f'<li><button class="person" name="person" value="{escape(person.key)}"><strong>{escape(person.name)}</strong>'
        f"<small>{escape(person.about)}</small></button></li>"
        for person in world.people.everybody
        if not person.is_system
    )
    body = f'<p>Whose account is it?</p><form method="get">{_hidden(question.params)}<ul class="people">{choices}</ul></form>'
    return draw_page(f"Log in to use Facebook with {world.app.name}", body, base_url=base_url)


def draw_question(world: World, question: Question, person: Person, *, base_url: str, others: str) -> str:
    """Draw what the app asks of this person; `others` is the address at which somebody else can log in."""
    asked = question.asked_of(person, world)
    if question.is_all_or_nothing:
        rows = "".join(f"<li>{escape(SCOPES[scope])} <code>{scope}</code></li>" for scope in asked)
        scopes = f"<h2>All of this, or nothing</h2><ul>{rows}</ul>"
    else:
        ticks = "".join(_tick("scope", scope, SCOPES[scope], scope) for scope in asked if scope != "public_profile")
        scopes = _group(f"{world.app.name} may", ticks)
    if not asked:
        scopes = f"<p>You have let {escape(world.app.name)} do this before.</p>"
    body = (
        f'<p>You are <strong>{escape(person.name)}</strong>. <a href="{escape(others)}">Log in as somebody else</a></p>'
        f'<form method="post">{_hidden({**question.params, "person": person.key})}{scopes}{_assets(world, person)}'
        '<p class="acts"><button class="primary" name="answer" value="accept">Continue as '
        f'{escape(person.name.split()[0])}</button><button name="answer" value="cancel">Cancel</button></p></form>'
    )
    return draw_page(f"{world.app.name} asks for access", body, base_url=base_url)


def draw_page(title: str, body: str, *, base_url: str) -> str:
    """Put a page's body into its frame; the styles are the sandbox page's."""
    styles = "".join(f'<link rel="stylesheet" href="{escape(base_url)}_css/{name}.css">' for name in ("base", "login"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)} – Facebook, in the sandbox</title>{styles}'
        f'</head><body class="login"><main aria-labelledby="title"><h1 id="title">{escape(title)}</h1>{body}</main><footer><small>{_NOTE}</small></footer></body></html>'
    )


def owned_assets(world: World, person: Person) -> dict[str, dict[str, str]]:
    """List the Pages and the Instagram accounts of a person, by kind, id and name."""
    pages = {page.id: page.name for page in world.pages if person.tasks.get(page.id)}
    linked = {page.instagram for page in world.pages if page.id in pages}
    accounts = {each.ig_id: f"@{each.username}" for each in world.accounts}
    instagram = {ig_id: name for ig_id, name in accounts.items() if ig_id in linked or person.tasks.get(ig_id)}
    return {"Pages": pages, "Instagram accounts": instagram}


def _assets(world: World, person: Person) -> str:
    return "".join(
        _group(f"With these {kind}", "".join(_tick("asset", asset, name) for asset, name in assets.items()))
        for kind, assets in owned_assets(world, person).items()
        if assets
    )


def _group(legend: str, ticks: str) -> str:
    return f"<fieldset><legend>{escape(legend)}</legend>{ticks}</fieldset>"


def _tick(name: str, value: str, words: str, code: str = "") -> str:
    shown = f"{escape(words)} <code>{escape(code)}</code>" if code else escape(words)
    box = f'<input type="checkbox" name="{name}" value="{escape(value)}" checked>'
    return f'<label class="tick">{box}<span>{shown}</span></label>'


def _hidden(params: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in params.items()
    )
