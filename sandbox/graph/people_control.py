"""What happens to people and Pages at Facebook itself: roles, links, passwords, checkpoints, the list of apps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.assets import ALL_TASKS, Page
from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.letting_in import ask_deletion, remove_app
from sandbox.graph.people import Person
from sandbox.graph.world import World

Event = Literal["checkpoint", "unconfirmed", "cleared", "password", "logout", "app_removed", "deletion_asked"]
_FIRST_PAGE = 104_233_445_567_001
_ENDS = {"password": 460, "logout": 467}


class PersonWish(Wish):
    """Something happens to a person: a role changes, or an event ends or stops the tokens."""

    person: str
    tasks: dict[str, list[str]] | None = None
    event: Event | None = None


class PageWish(Wish):
    """A Page is added, or changed where the id is known; `people` are given tasks on it."""

    id: str | None = Field(default=None, pattern=r"^\d+$")
    name: str | None = None
    instagram: str | None = None
    connected: str | None = None
    is_new_kind: bool | None = None
    people: dict[str, list[str]] = Field(default_factory=dict)


@dataclass(frozen=True)
class PeopleControl:
    """The control calls about people."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [route("POST", "/person", self._change), route("POST", "/page", self._put_page)]

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
                remove_app(self.world, person)
            case "deletion_asked":
                ask_deletion(self.world, person)
            case "password" | "logout":
                self.world.people.end_tokens(person, subcode=_ENDS[wish.event])
            case None:
                pass
        return {"ok": True, "person": show(person)}

    async def _put_page(self, request: Request) -> Any:
        wish = await read(request, PageWish)
        page = self.world.page(wish.id) if wish.id else None
        if page is None:
            page_id = wish.id or str(_FIRST_PAGE + len(self.world.pages) * 2)
            page = Page(page_id, wish.name or f"Page {page_id}")
            self.world.pages.append(page)
        for name in wish.model_fields_set & {"name", "instagram", "connected", "is_new_kind"}:
            setattr(page, name, getattr(wish, name))
        for key, tasks in wish.people.items():
            self._give(find(self.world, key), page.id, frozenset(tasks))
        return {"ok": True, "page": asdict(page)}

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
