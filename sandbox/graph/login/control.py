"""`POST /_control/login` and `POST /_control/app`: the dialog played without a browser, and the app's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.login.dialog import DialogRefused, Reply, answer, read_question
from sandbox.graph.people_control import find
from sandbox.graph.scopes import SCOPES
from sandbox.graph.world import World


class LoginWish(Wish):
    """Somebody answers the dialog: `redirect` is the address the app sent the browser to, or `params` its query."""

    person: str
    redirect: str | None = None
    params: dict[str, str] | None = None
    answer: str = Field(default="accept", pattern=r"^(accept|decline|decline:[a-z_]+(,[a-z_]+)*)$")
    assets: list[str] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> LoginWish:
        if (self.redirect is None) == (self.params is None):
            raise ValueError("give either redirect or params")
        return self

    @property
    def query(self) -> dict[str, str]:
        """Return what the dialog was opened with."""
        return self.params if self.params is not None else dict(parse_qsl(urlsplit(self.redirect or "").query))

    @property
    def reply(self) -> Reply:
        """Read the answer; `decline` alone is the Cancel button."""
        if self.answer == "decline":
            return Reply("cancel")
        declined = self.answer.partition(":")[2]
        return Reply(
            "accept",
            declined=frozenset(declined.split(",")) if declined else frozenset(),
            assets=None if self.assets is None else frozenset(self.assets),
        )


class AppWish(Wish):
    """Somebody changes the app's settings in the App Dashboard; only what is given changes."""

    redirect_uris: list[str] | None = None
    deauthorize_url: str | None = None
    deletion_url: str | None = None


@dataclass(frozen=True)
class LoginControl:
    """The control calls about the dialog and the app."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [
            route("POST", "/login", self._log_in),
            route("GET", "/app", self._show),
            route("POST", "/app", self._set_up),
        ]

    async def _log_in(self, request: Request) -> Any:
        wish = await read(request, LoginWish)
        person = find(self.world, wish.person)
        if unknown := wish.reply.declined - SCOPES.keys():
            raise Refused(400, f"There is no permission {', '.join(sorted(unknown))}.")
        try:
            question = read_question(self.world, wish.query)
            location = answer(self.world, question, person, wish.reply)
        except DialogRefused as refusal:
            raise Refused(400, str(refusal)) from refusal
        return {"ok": True, "location": location}

    async def _show(self, _: Request) -> Any:
        app = self.world.app
        return {
            "subscriptions": {kind: sorted(each.fields) for kind, each in app.subscriptions.items()},
            "installs": {page_id: sorted(each.fields) for page_id, each in app.installs.items()},
        }

    async def _set_up(self, request: Request) -> Any:
        wish = await read(request, AppWish)
        for name in wish.model_fields_set:
            setattr(self.world.app, name, getattr(wish, name))
        return {"ok": True, "app": {name: getattr(self.world.app, name) for name in AppWish.model_fields}}
