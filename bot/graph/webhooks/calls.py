"""How Meta is told what to send, and where to (references "Application Subscriptions", "Page Subscribed Apps")."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import SecretStr

from bot.graph.call import Call, Meter, segment


def subscribe(app_id: str, *, topic: str, fields: Iterable[str], callback_url: str, verify_token: SecretStr) -> Call:
    """Subscribe the app to fields of a topic. Meta verifies the address before it answers."""
    params = {"object": topic, "fields": ",".join(fields), "callback_url": callback_url}
    return Call("POST", _app_edge(app_id), params, hidden={"verify_token": verify_token}, meter=Meter.PLATFORM)


def list_subscriptions(app_id: str) -> Call:
    """List what the app is subscribed to."""
    return Call("GET", _app_edge(app_id), meter=Meter.PLATFORM)


def unsubscribe(app_id: str, *, topic: str) -> Call:
    """End the app's subscription to a topic."""
    return Call("DELETE", _app_edge(app_id), {"object": topic}, meter=Meter.PLATFORM)


def install(page_id: str, *, fields: Iterable[str]) -> Call:
    """Let the app hear of a Page, and of its Instagram account: to one field of it is to all of Instagram's."""
    return Call("POST", _page_edge(page_id), {"subscribed_fields": ",".join(fields)})


def list_installs(page_id: str) -> Call:
    """List which apps hear of a Page, as far as ours may see them."""
    return Call("GET", _page_edge(page_id))


def uninstall(page_id: str) -> Call:
    """Hear no more of a Page and its Instagram account."""
    return Call("DELETE", _page_edge(page_id))


def _app_edge(app_id: str) -> str:
    return f"/{segment(app_id)}/subscriptions"


def _page_edge(page_id: str) -> str:
    return f"/{segment(page_id)}/subscribed_apps"
