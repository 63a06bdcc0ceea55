"""A Slack that does as it is told and remembers what people were told: for walks of thousands of payloads in seconds.

The sandbox is the stricter one; it takes no window whose trigger nobody pulled, and so hears no forged payload to its end.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

HERE, OTHER = "T0NORTH", "T0ELSE"
ANA, VIEWER, GUEST, OLGA, OUTSIDE = "U0ANA", "U0VERA", "U0GIL", "U0OLGA", "U0OTTO"
"""Ana manages; Vera is a viewer, Gil a guest, Olga of another company; Otto asks, and is in no private channel."""
GROUP = "S0ASKERS"
"""A user group that Vera is in; it has no role unless a test gives it one."""
PUBLIC, PRIVATE, ELSEWHERE = "C0SPRING", "G0SECRET", "C0ELSE"
SAYING = ("views.open", "views.push", "views.update", "views.publish", "chat.postMessage", "chat.postEphemeral")
_IN = {ANA: (PUBLIC, PRIVATE), VIEWER: (PUBLIC,), GUEST: (PUBLIC,), OLGA: (PUBLIC,), OUTSIDE: (PUBLIC,)}


class Whispers:
    """What the app told anybody, in order, and what it called that nobody here knows."""

    def __init__(self) -> None:
        self.url = ""
        self.told: list[str] = []
        self.written: list[str] = []
        """Calls that would be seen by others: messages in channels, files."""
        self.unknown: list[str] = []

    def answer(self, method: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one call of the Web API."""
        if method == "respond":
            self.told.append(str(form.get("text")))
            return {"ok": True}
        if method in SAYING:
            self.told.append(str(form.get("view") or f"{form.get('text')} {form.get('blocks', '')}"))
            if method == "chat.postMessage" and not str(form.get("channel")).startswith("D"):
                self.written.append(f"{method} {dict(form)}")
        known = getattr(self, f"_{method.replace('.', '_')}", None)
        if known is None:
            self.unknown.append(method)
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True, **known(form)}

    def _auth_test(self, _form: Mapping[str, Any]) -> dict[str, Any]:
        bot = {"user_id": "U0BOT", "bot_id": "B0BOT", "user": "greenlight"}
        return {"team_id": HERE, "team": "Northlight", "url": "https://northlight.slack.com/", **bot}

    def _users_info(self, form: Mapping[str, Any]) -> dict[str, Any]:
        person = str(form["user"])
        about = {"id": person, "team_id": OTHER if person == OLGA else HERE, "name": person.lower(), "deleted": False}
        return {"user": {**about, "is_restricted": person == GUEST, "profile": {"display_name": person.lower()}}}

    def _users_conversations(self, form: Mapping[str, Any]) -> dict[str, Any]:
        channels = [_channel(each) for each in _IN.get(str(form.get("user", ANA)), ())]
        wants_public = "public" in str(form.get("types", "public"))
        return {"channels": [each for each in channels if each["is_private"] or wants_public]}

    def _conversations_info(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return {"channel": _channel(str(form["channel"]))}

    def _conversations_open(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": f"D{form['users']}"}}

    def _chat_postMessage(self, form: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        return {"channel": form["channel"], "ts": "1.5"}

    def _chat_postEphemeral(self, _form: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        return {"message_ts": "1.5"}

    def _chat_getPermalink(self, _form: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        return {"permalink": "https://northlight.slack.com/archives/C0SPRING/p1"}

    def _usergroups_list(self, _form: Mapping[str, Any]) -> dict[str, Any]:
        return {"usergroups": []}

    def _usergroups_users_list(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return {"users": [VIEWER] if form["usergroup"] == GROUP else []}

    def _views_publish(self, _form: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def _views_open(self, _form: Mapping[str, Any]) -> dict[str, Any]:
        return {"view": {"id": "V0NEW", "hash": "h1"}}

    _views_push = _views_update = _views_open

    def _functions_completeError(self, form: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        self.told.append(str(form["error"]))
        return {}


def _channel(channel_id: str) -> dict[str, Any]:
    about = {"id": channel_id, "name": channel_id.lower(), "is_member": True, "is_archived": False}
    return {**about, "is_private": channel_id == PRIVATE, "is_channel": True, "is_ext_shared": channel_id == PUBLIC}


@contextmanager
def whispering() -> Iterator[Whispers]:
    """Serve it, on a thread of its own: what the app leaves running is then the app's alone."""
    whispers = Whispers()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one packet: in two, the second waits 40 ms for the first to be acknowledged

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            is_json = "json" in (self.headers.get("content-type") or "")
            address = urlsplit(self.path)
            form = (json.loads(body) if is_json else dict(parse_qsl(body))) if body else dict(parse_qsl(address.query))
            content = json.dumps(whispers.answer(address.path.rsplit("/", 1)[1], form)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_about: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    whispers.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield whispers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
