"""What happens to people at Facebook itself: roles, passwords, checkpoints, the list of apps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.assets import ALL_TASKS
from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.people import Person
from sandbox.graph.world import World

Event = Literal["checkpoint", "unconfirmed", "cleared", "password", "logout", "app_removed"]
_ENDS = {"password": 460, "logout": 467}


class PersonWish(Wish):
    """Something happens to a person: a role changes, or an event ends or stops the tokens."""

    person: str
    tasks: dict[str, list[str]] | None = None
    event: Event | None = None


@dataclass(frozen=True)
class PeopleControl:
    """The control calls about people."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [route("POST", "/person", self._change)]

    async def _change(self, request: Request) -> Any:
        wish = await read(request, PersonWish)
        person = find(self.world, wish.person)
        for asset, tasks in (wish.tasks or {}).items():
            self._give(person, asset, frozenset(tasks))
        match wish.event:
            case "checkpoint" | "unconfirmed":
                person.trouble = wish.event
            case "cleared":
                person.trouble = None
            case "app_removed":
                self.world.remove_app(person)
            case "password" | "logout":
                self.world.people.end_tokens(person, subcode=_ENDS[wish.event])
            case None:
                pass
        return {"ok": True, "person": show(person)}

    def _give(self, person: Person, asset: str, tasks: frozenset[str]) -> None:
        if self.world.account(asset) is None and self.world.page(asset) is None:
            raise Refused(404, f"There is no Page and no Instagram account {asset}.")
        if unknown := tasks - ALL_TASKS:
            raise Refused(400, f"No task is called {', '.join(sorted(unknown))}: {', '.join(sorted(ALL_TASKS))}.")
        person.tasks[asset] = tasks


def find(world: World, name: str) -> Person:
    """Find a person by key or id; raises Refused (404)."""
    person = world.people.find(name)
    if person is None:
        raise Refused(404, f"There is nobody called {name}: {', '.join(each.key for each in world.people.everybody)}.")
    return person


def show(person: Person) -> dict[str, Any]:
    """Write a person as `/_control/world` does."""
    tasks = {asset: sorted(tasks) for asset, tasks in person.tasks.items()}
    return asdict(person) | {"tasks": tasks, "businesses": sorted(person.businesses)}
