"""Businesses and the Instagram accounts they own or were let in on (Meta: Business, and its Instagram edges)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from sandbox.graph import accounts
from sandbox.graph.assets import Business, at_instagram
from sandbox.graph.listing import asked_fields, pick, write_page
from sandbox.graph.model import Creator, Profile
from sandbox.graph.people import Person
from sandbox.graph.visit import Endpoint, Visit

_SCOPES = ("business_management",)
_MOST = 100
_ASSET_STEP = 4_000_000_000_037  # an asset's id is not the account's

Account = Profile | Creator


def list_own(visit: Visit, _: Person) -> dict[str, Any]:
    """List the businesses this person works in, as far as the app may see them."""
    seen = {each.id: each for each in visit.world.businesses if visit.session.sees(each)}
    fields = asked_fields(visit, default="id,name")
    return write_page(visit, seen, write=lambda each: pick(_describe(each), fields, node="Business"), most=_MOST)


def show(visit: Visit, business: Business) -> dict[str, Any]:
    """Show a business; by default its id and name."""
    return pick(_describe(business), asked_fields(visit, default="id,name"), node="Business")


def list_accounts(which: Callable[[Business], Iterable[str]], visit: Visit, business: Business) -> dict[str, Any]:
    """List Instagram accounts as nodes, which needs `instagram_basic` too."""
    visit.session.require("instagram_basic")
    fields = asked_fields(visit)

    def write(account: Account) -> dict[str, Any]:
        return pick(accounts.describe(account, base_url=visit.call.base_url), fields, node=accounts.NODE)

    return write_page(visit, _named(visit, which(business)), write=write, most=_MOST)


def list_clients(visit: Visit, business: Business) -> dict[str, Any]:
    """List the accounts others let this business work with, with what it may do there."""
    fields = asked_fields(visit, default="id,permitted_tasks")

    def write(account: Account) -> dict[str, Any]:
        tasks = at_instagram(business.client_instagram[account.ig_id])
        whole = accounts.describe(account, base_url=visit.call.base_url) | {"permitted_tasks": tasks}
        return pick(whole, fields, node=accounts.NODE)

    return write_page(visit, _named(visit, business.client_instagram), write=write, most=_MOST)


def list_assets(which: Callable[[Business], Iterable[str]], visit: Visit, business: Business) -> dict[str, Any]:
    """List the same accounts as assets of a business, which have ids of their own."""
    fields = asked_fields(visit, default="id,ig_user_id,ig_username")

    def write(account: Account) -> dict[str, Any]:
        asset_id = str(int(account.ig_id) + _ASSET_STEP)
        whole = {"id": asset_id, "ig_user_id": account.ig_id, "ig_username": account.username}
        return pick(whole, fields, node="InstagramBusinessAsset")

    return write_page(visit, _named(visit, which(business)), write=write, most=_MOST)


def list_system_users(visit: Visit, business: Business) -> dict[str, Any]:
    """List the system users of a business."""
    people = visit.world.people.everybody
    users = {each.id: each for each in people if each.is_system and business.id in each.businesses}
    fields = asked_fields(visit, default="id,name")
    return write_page(
        visit, users, write=lambda each: pick({"id": each.id, "name": each.name}, fields, node="SystemUser"), most=_MOST
    )


def reached(business: Business) -> list[str]:
    """List every Instagram account a business can work with."""
    return [*business.owned_instagram, *business.client_instagram]


def _owned(business: Business) -> Iterable[str]:
    return business.owned_instagram


def _clients(business: Business) -> Iterable[str]:
    return business.client_instagram


def _describe(business: Business) -> dict[str, Any]:
    return {"id": business.id, "name": business.name}


def _named(visit: Visit, ig_ids: Iterable[str]) -> dict[str, Account]:
    found = {ig_id: visit.world.account(ig_id) for ig_id in ig_ids}
    return {ig_id: account for ig_id, account in found.items() if account is not None}


ENDPOINTS = (
    Endpoint("GET", Person, "businesses", list_own, scopes=_SCOPES),
    Endpoint("GET", Business, "", show, scopes=_SCOPES),
    Endpoint("GET", Business, "owned_instagram_accounts", partial(list_accounts, _owned), scopes=_SCOPES),
    Endpoint("GET", Business, "instagram_accounts", partial(list_accounts, reached), scopes=_SCOPES),
    Endpoint("GET", Business, "instagram_business_accounts", partial(list_accounts, reached), scopes=_SCOPES),
    Endpoint("GET", Business, "client_instagram_accounts", list_clients, scopes=_SCOPES),
    Endpoint("GET", Business, "owned_instagram_assets", partial(list_assets, _owned), scopes=_SCOPES),
    Endpoint("GET", Business, "client_instagram_assets", partial(list_assets, _clients), scopes=_SCOPES),
    Endpoint("GET", Business, "system_users", list_system_users, scopes=_SCOPES),
)
