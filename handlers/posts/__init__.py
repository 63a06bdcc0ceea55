"""`/partnership posts`: what can be boosted now, boost permission, ad codes, and whether a campaign can be launched."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.campaign.actions import suggest_profiles
from handlers.campaign.ids import Action as CampaignAction
from handlers.posts import actions, code_actions
from handlers.posts.ids import Action, View
from handlers.request.actions import suggest_campaigns
from handlers.request.ids import Action as RequestAction


def register(app: AsyncApp) -> None:
    """Listen to the windows and the form."""
    app.options(Action.CAMPAIGN)(suggest_campaigns)
    app.options(Action.PROFILE)(suggest_profiles)
    app.action(Action.CAMPAIGN)(actions.on_campaign)
    app.action(Action.PROFILE)(actions.on_profile)
    app.action(Action.PAGE)(actions.on_page)
    app.action(Action.LIST)(actions.on_list)
    app.action(Action.OPEN)(actions.on_open)
    app.action(Action.SEE)(actions.on_see)
    app.action(Action.ASK)(actions.on_ask)
    app.action(Action.INVITE)(actions.on_invite)
    app.action(CampaignAction.READINESS)(actions.on_readiness)
    app.action(RequestAction.ADD_CODE)(code_actions.on_collect)
    for wish in actions.WISHES:
        app.action(wish)(actions.on_boost)
    app.action(Action.MAKE)(code_actions.on_make)
    app.action(Action.SHOW_CODE)(code_actions.on_show)
    app.action(Action.COLLECT)(code_actions.on_collect)
    app.action(Action.REVEAL)(code_actions.on_reveal)
    app.action(Action.CHECK_CODE)(code_actions.on_check)
    app.action(Action.DELETE_CODE)(code_actions.on_delete)
    app.action(Action.FORGET_CODE)(code_actions.on_forget)
    app.action(Action.MAKE_ANEW)(code_actions.on_make_anew)
    app.view(View.COLLECT)(code_actions.on_submit)
