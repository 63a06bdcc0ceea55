"""The manifest: valid for Slack, asks for no more than the app uses, and names what the app listens to."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.slack.scopes import NEEDED
from bot.steps.inputs import Inputs
from handlers.command import SUBCOMMANDS
from handlers.step.ids import STEP
from tests.handlers.listening import listened_to

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "tests/data/manifest.schema.2.0.0.json").read_text())

# Which bot scopes each method needs here; of those Slack lists, the kinds of conversation the app has to do with.
# https://docs.slack.dev/reference/methods
SCOPES = {
    "apps_connections_open": set(),  # an app-level token's own scope, which a manifest cannot hold
    "auth_test": set(),
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_join": {"channels:join"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history"},
    "functions_completeError": set(),
    "functions_completeSuccess": set(),
    "usergroups_list": {"usergroups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "files_info": {"files:read"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_upload_v2": {"files:write"},
    "users_conversations": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
_CALL = re.compile(
    r"client\.((?:apps|auth|bookmarks|chat|conversations|files|functions|pins|team|usergroups|users|views)_[a-zA-Z_0-9]+)"
)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return content


@pytest.fixture
def heard() -> dict[str, set[str]]:
    return listened_to()


def methods_called() -> set[str]:
    files = [file for folder in ("bot", "handlers") for file in (ROOT / folder).rglob("*.py")]
    return {method for file in files for method in _CALL.findall(file.read_text())}


def test_the_manifest_is_valid_under_slacks_own_schema(manifest: dict[str, Any]) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(manifest)


def test_the_schema_would_refuse_a_manifest_that_is_wrong(manifest: dict[str, Any]) -> None:
    wrong = {**manifest, "features": {**manifest["features"], "slash_commands": [{"command": "/" + "x" * 40}]}}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate(wrong)


def test_every_method_the_app_calls_has_its_scopes_written_down() -> None:
    assert methods_called() == set(SCOPES)


def test_the_scopes_are_what_the_calls_need_and_not_one_more(manifest: dict[str, Any]) -> None:
    needed = {"commands"}.union(*(SCOPES[method] for method in methods_called()))

    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_commands_shortcuts_and_events_are_those_listened_to(
    manifest: dict[str, Any], heard: dict[str, set[str]]
) -> None:
    features, settings = manifest["features"], manifest["settings"]

    assert heard["command"] == {each["command"] for each in features["slash_commands"]}
    assert heard["shortcut"] == {each["callback_id"] for each in features["shortcuts"]}
    assert heard["function"] == set(manifest["functions"])
    assert heard["event"] == set(settings["event_subscriptions"]["bot_events"])


def test_workflow_builder_gives_what_the_step_reads_and_takes_what_it_answers(manifest: dict[str, Any]) -> None:
    step = manifest["functions"][STEP]
    read = {field.name for field in fields(Inputs)}

    assert set(step["input_parameters"]["properties"]) == {
        "wait_for_answer" if each == "waits" else each for each in read
    }
    assert set(step["output_parameters"]["properties"]) == {"state", "permission_id", "card_link"}
    assert manifest["settings"]["function_runtime"] == "remote"


def test_nobody_asks_in_anothers_name_by_a_workflow(manifest: dict[str, Any]) -> None:
    inputs = manifest["functions"][STEP]["input_parameters"]

    assert inputs["properties"]["asker"]["type"] == "slack#/types/user_context"  # no builder can set it
    assert "asker" in inputs["required"]


def test_buttons_need_interactivity_and_the_home_tab_its_switch(
    manifest: dict[str, Any], heard: dict[str, set[str]]
) -> None:
    assert heard["action"]
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert manifest["features"]["app_home"]["home_tab_enabled"]


def test_the_usage_hint_names_every_sub_command(manifest: dict[str, Any]) -> None:
    hint = manifest["features"]["slash_commands"][0]["usage_hint"]

    assert all(name in hint for name in SUBCOMMANDS)


def test_the_checkup_looks_for_exactly_the_scopes_the_manifest_asks_for(manifest: dict[str, Any]) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == NEEDED
