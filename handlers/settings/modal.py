"""The roles of the workspace, or of a campaign, and the form that gives one; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from bot.campaigns.facts import RuleFacts
from bot.campaigns.team import FOR_EVERYBODY, IN_CAMPAIGN, IN_WORKSPACE
from bot.comments.keeping import CHOICES
from bot.letters.template import all_places
from bot.policy import Role, Roles, mention
from bot.slack.calls import UserGroup
from bot.words import say
from handlers import blocks
from handlers.campaign.digest import digest_fields
from handlers.campaign.rules import rule_fields
from handlers.phrases import escaped
from handlers.settings.ids import Action, View
from storage.ids import CampaignId

MOST_NAMED = 15
LONGEST_TYPED = 3000
AS_IN_WORKSPACE = "workspace"


class RolesMemory(BaseModel):
    """Where the roles count: in a campaign, or (None) in the whole workspace."""

    campaign_id: CampaignId | None = None
    campaign: str = ""
    """Its name."""


class RoleMemory(BaseModel):
    """Which role is given, where, and who had it when the form was drawn."""

    campaign_id: CampaignId | None
    role: int
    before: list[str]


def draw_roles(
    roles: Roles,
    *,
    memory: RolesMemory,
    workspace: Roles | None = None,
    comment_days: int | None = None,
    note: str | None = None,
) -> blocks.Block:
    """Draw who has which role; `workspace` is what the workspace says, for a campaign.

    `comment_days` is for how long the workspace keeps comments.
    """
    drawn = [blocks.section(note)] if note else []
    if memory.campaign_id is None:
        drawn.append(blocks.section(say("settings.of_workspace")))
    else:
        drawn.append(blocks.section(say("settings.of_campaign", campaign=escaped(memory.campaign))))
    for role in IN_WORKSPACE if memory.campaign_id is None else IN_CAMPAIGN:
        drawn.append(_role(role, roles))
    drawn.append(_everybody(roles, workspace=workspace))
    if memory.campaign_id is None:
        button = blocks.button(
            say("settings.change"), action_id=Action.CHANGE_TEMPLATE, label=say("settings.change_template_label")
        )
        drawn.append(blocks.section(say("settings.template_about"), block_id="template", accessory=button))
        button = blocks.button(
            say("settings.change"), action_id=Action.CHANGE_RULES, label=say("settings.change_rules_label")
        )
        drawn.append(blocks.section(say("settings.rules_about"), block_id="rules", accessory=button))
    if comment_days is not None:
        drawn.append(_comments_kept(comment_days))
    drawn.append(blocks.context(say("settings.outsiders")))
    title = say("settings.title" if memory.campaign_id is not None else "settings.workspace_title")
    return blocks.modal(title, drawn, callback_id=View.ROLES, memory=memory.model_dump_json())


def draw_role_form(role: Role, roles: Roles, *, groups: Sequence[UserGroup], memory: RolesMemory) -> blocks.Block:
    """Draw the form that says who has a role."""
    holders = [holder for holder, given in roles.given.items() if given is role]
    people: blocks.Block = {"type": "multi_users_select", "action_id": Action.PEOPLE}
    if named := [holder for holder in holders if not holder.startswith("S")]:
        people["initial_users"] = named
    drawn = [
        blocks.section(say(f"settings.meaning.{role.word}")),
        blocks.entry(say("settings.people"), people, block_id="people", optional=True),
    ]
    theirs = [group for group in groups if group.id in holders]
    if groups:
        select: blocks.Block = {
            "type": "multi_external_select",
            "action_id": Action.GROUPS,
            "min_query_length": 0,
            "placeholder": blocks.plain(say("settings.search_groups"), 150),
        }
        if theirs:
            select["initial_options"] = [group_option(group) for group in theirs]
        hint = say("settings.groups_hint")
        drawn.append(blocks.entry(say("settings.groups"), select, block_id="groups", optional=True, hint=hint))
    before = [*named, *(group.id for group in theirs)]
    return blocks.modal(
        say(f"settings.role.{role.word}"),
        drawn,
        callback_id=View.ROLE,
        submit=say("campaign.save"),
        close=say("window.cancel"),
        memory=RoleMemory(campaign_id=memory.campaign_id, role=role, before=before).model_dump_json(),
    )


def draw_template_form(template: str) -> blocks.Block:
    """Draw the form for the template that new campaigns begin with."""
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.TEMPLATE,
        "multiline": True,
        "initial_value": template,
        "max_length": LONGEST_TYPED,
    }
    hint = say("settings.template_hint", places=all_places())
    return blocks.modal(
        say("campaign.template"),
        [blocks.entry(say("campaign.template"), element, block_id="template", optional=True, hint=hint)],
        callback_id=View.TEMPLATE,
        submit=say("campaign.save"),
        close=say("window.cancel"),
    )


def draw_usual_rules(facts: RuleFacts) -> blocks.Block:
    """Draw the form for the rules that new campaigns begin with."""
    return blocks.modal(
        say("campaign.rules_title"),
        [
            blocks.section(say("settings.rules_of")),
            *rule_fields(facts),
            *digest_fields(facts.digest, zone=None),
        ],
        callback_id=View.RULES,
        submit=say("campaign.save"),
        close=say("window.cancel"),
    )


def group_option(group: UserGroup) -> blocks.Block:
    """Offer a user group."""
    return blocks.option(f"@{group.handle}", value=group.id)


def _comments_kept(days: int) -> blocks.Block:
    options = {
        each: blocks.option(say("settings.comments_for", count=each), value=str(each))
        for each in sorted({*CHOICES, days})
    }
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.COMMENT_DAYS,
        "options": list(options.values()),
        "initial_option": options[days],
    }
    return blocks.section(say("settings.comments_kept"), block_id="comments_kept", accessory=select)


def _role(role: Role, roles: Roles) -> blocks.Block:
    holders = [mention(holder) for holder, given in roles.given.items() if given is role]
    named = ", ".join(holders[:MOST_NAMED]) or say("settings.nobody")
    if len(holders) > MOST_NAMED:
        named = say("campaign.holders_and_more", people=named, count=len(holders) - MOST_NAMED)
    word = say(f"settings.role.{role.word}")
    return blocks.section(
        f"*{word}* · {say(f'settings.meaning.{role.word}')}\n{named}",
        block_id=f"role:{role.word}",
        accessory=blocks.button(
            say("settings.change"),
            action_id=Action.CHANGE,
            value=role.word,
            label=say("settings.change_label", role=word),
        ),
    )


def _everybody(roles: Roles, *, workspace: Roles | None) -> blocks.Block:
    options = {
        role.word: blocks.option(say(f"settings.everybody_is.{role.word}"), value=role.word) for role in FOR_EVERYBODY
    }
    chosen = roles.everybody.word if roles.everybody is not None else AS_IN_WORKSPACE
    if workspace is not None:
        usual = (workspace.everybody or Role.VIEWER).word
        text = say("settings.as_in_workspace", everybody=say(f"settings.everybody_is.{usual}"))
        options = {AS_IN_WORKSPACE: blocks.option(text, value=AS_IN_WORKSPACE), **options}
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.EVERYBODY,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }
    return blocks.section(say("settings.everybody"), block_id="everybody", accessory=select)
