"""What a person lets the app do, and takes back again: at the dialog, over the API, or in Facebook's settings."""

from __future__ import annotations

from sandbox.graph.people import Grant, Person
from sandbox.graph.world import World


def let_in(world: World, person: Person, grant: Grant) -> None:
    """Write down what a person answered at the dialog, and tell what is granted now and was not before."""
    now, before = world.clock.now(), world.people.grants.get(person.id)
    world.people.grants[person.id] = grant
    fresh = grant.granted(now=now) - (before.granted(now=now) if before else frozenset())
    for hear in world.hearing.scopes:
        hear(person, fresh, True)


def take_back(world: World, person: Person, scope: str) -> None:
    """Take one scope back from the app."""
    world.people.grants[person.id].answers[scope] = "declined"
    for hear in world.hearing.scopes:
        hear(person, [scope], False)


def remove_app(world: World, person: Person) -> None:
    """Take back everything a person gave the app: tokens end, and the app leaves the Pages they put it on."""
    grant = world.people.grants.pop(person.id, None)
    if grant is None:
        return
    world.people.end_tokens(person, subcode=458)
    world.app.installs = {page: each for page, each in world.app.installs.items() if each.person_id != person.id}
    for hear in world.hearing.scopes:
        hear(person, grant.granted(now=world.clock.now()), False)
    for tell in world.hearing.removal:
        tell(person)


def ask_deletion(world: World, person: Person) -> None:
    """Remove the app and have it asked to delete what it knows, as Facebook's settings offer together."""
    remove_app(world, person)
    for ask in world.hearing.deletion:
        ask(person)
