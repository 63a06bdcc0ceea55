"""The Web API methods this workspace serves, by name."""

from __future__ import annotations

from sandbox.slack.methods import app, chat, conversations, files, functions, history, usergroups, users, views
from sandbox.slack.methods.method import Method

METHODS: dict[str, Method] = {
    method.name: method
    for group in (app, chat, conversations, history, users, usergroups, views, files, functions)
    for method in group.METHODS
}
