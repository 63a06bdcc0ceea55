"""Facebook Pages: `/me/accounts` and the Page as a node, with its linked Instagram account (Meta: User Accounts, Page)."""

from __future__ import annotations

from typing import Any

from sandbox.graph import accounts
from sandbox.graph.assets import Page
from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick, write_page
from sandbox.graph.people import Person
from sandbox.graph.visit import Endpoint, Visit

_DEFAULT = "access_token,category,name,id,tasks"
_MOST = 100


def list_own(visit: Visit, _: Person) -> dict[str, Any]:
    """List the Pages this person has tasks on, and let the app see; none at all without `pages_show_list`."""
    may_list = "pages_show_list" in visit.session.scopes
    seen = {page.id: page for page in visit.world.pages if may_list and visit.session.sees(page)}
    fields = asked_fields(visit, default=_DEFAULT)
    return write_page(visit, seen, write=lambda page: _write(visit, page, fields), most=_MOST)


def show(visit: Visit, page: Page) -> dict[str, Any]:
    """Show a Page in the asked fields; by default its name and id."""
    return _write(visit, page, asked_fields(visit, default="name,id"))


def _write(visit: Visit, page: Page, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Write a Page; a field about Instagram is left out where there is no account, or no leave to see it."""
    session = visit.session

    def token(_: Field) -> str:
        return visit.world.people.page_token(session.token, page, now=visit.world.clock.now()).value

    def linked(ig_id: str | None, field: Field) -> dict[str, Any] | None:
        account = visit.world.account(ig_id) if ig_id else None
        if account is None or "instagram_basic" not in session.scopes or not session.chose(account.ig_id):
            return None
        whole = accounts.describe(account, base_url=visit.call.base_url)
        return pick(whole, field.inside or (Field("id"),), node=accounts.NODE)

    whole = {
        "id": page.id,
        "name": page.name,
        "category": "Product/service",
        "tasks": page.spell(session.tasks(page)),
        "access_token": token,
        "instagram_business_account": lambda field: linked(page.instagram, field),
        "connected_instagram_account": lambda field: linked(page.connected, field),
    }
    return pick(whole, fields, node="Page")


ENDPOINTS = (
    Endpoint("GET", Person, "accounts", list_own),
    Endpoint("GET", Page, "", show, scopes=("pages_read_engagement",)),
)
