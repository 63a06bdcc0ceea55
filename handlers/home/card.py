"""The Home tab of one person; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.connections.adopted import adopted_words
from bot.connections.facts import ProfileFacts
from bot.homes.facts import CommentsToLookAfter, HomeFacts, Part, ToSign
from bot.permissions.facts import RequestFacts
from bot.permissions.terms.lasting import day_words
from bot.words import say
from handlers import blocks
from handlers.comments.memory import ListMemory as CommentsMemory
from handlers.comments.memory import Standing
from handlers.comments.memory import list_button as comments_button
from handlers.home.ids import Action
from handlers.invite.ids import Action as InviteAction
from handlers.manage.listing import ListMemory, list_button, open_button
from handlers.manage.modal import FILTERS, Filter
from handlers.phrases import STATES, escaped, linked, moment
from handlers.profiles.health import line_of
from handlers.profiles.ids import Action as ProfilesAction
from storage.ids import PersonId

SHOWN = 15
"""Profiles in one part."""


def draw_home(facts: HomeFacts) -> blocks.Block:
    """Draw what this person has open, what went wrong, and which profiles need somebody."""
    drawn = [blocks.section(say("home.what_it_does")), _doors()]
    show = blocks.button(say("home.profiles"), action_id=ProfilesAction.SHOW)
    if not facts.has_profiles:
        drawn.append(blocks.section(f":warning: {say('home.no_profile')}", accessory=show))
    elif facts.sick:
        drawn += _sick(facts.sick, facts=facts)
        drawn.append(blocks.actions([show], block_id="home:profiles"))
    if facts.fresh:
        drawn.append(_heading(say("home.fresh_profiles")))
        told = [f"{linked(each.name)}: {adopted_words(each.adopted)}." for each in facts.fresh[:SHOWN]]
        drawn += blocks.paragraphs(told)
    if facts.to_sign:
        drawn += [_heading(say("home.to_sign")), *[_sign_off(each) for each in facts.to_sign]]
    if facts.ending:
        drawn += [_heading(say("home.ending")), *[_ending(each) for each in facts.ending]]
    if facts.comments:
        drawn += [
            _heading(say("home.comments")),
            *[_comments(each, person_id=facts.person_id) for each in facts.comments],
        ]
    for part in facts.parts:
        drawn += _part(part, person_id=facts.person_id)
    drawn.append(blocks.context(say("home.as_of", moment=moment(facts.as_of)), block_id="home:as-of"))
    return {"type": "home", "blocks": drawn}


def _doors() -> blocks.Block:
    """Draw a button for each sub-command that opens a window."""
    return blocks.actions(
        [
            blocks.button(say("home.ask"), action_id=Action.ASK, style="primary"),
            blocks.button(say("home.import"), action_id=Action.IMPORT),
            list_button(say("home.requests"), memory=ListMemory()),
            blocks.button(say("home.campaigns"), action_id=Action.CAMPAIGNS),
            blocks.button(say("home.all_profiles"), action_id=Action.PROFILES),
            blocks.button(say("home.report"), action_id=Action.REPORT),
            blocks.button(say("home.find"), action_id=Action.FIND),
            blocks.button(say("home.invite"), action_id=InviteAction.FORM),
            blocks.button(say("home.posts"), action_id=Action.POSTS),
            blocks.button(say("home.tags"), action_id=Action.TAGS),
            blocks.button(say("home.settings"), action_id=Action.SETTINGS),
            blocks.button(say("home.help"), action_id=Action.HELP),
        ],
        block_id="home:doors",
    )


def _heading(text: str) -> blocks.Block:
    return {"type": "header", "text": blocks.plain(text, 150)}


def _sick(profiles: Sequence[ProfileFacts], *, facts: HomeFacts) -> list[blocks.Block]:
    lines = [line_of(each, now=facts.as_of) for each in profiles[:SHOWN]]
    return [_heading(say("home.sick_profiles")), *blocks.paragraphs(lines)]


def _part(part: Part, *, person_id: PersonId) -> list[blocks.Block]:
    """Draw some requests under their heading; a part that is empty is left out, save the one of what is open."""
    chosen = next(
        each for each in (Filter.FAILED, Filter.UNSURE, Filter.OPEN) if part.states <= (FILTERS[each] or set())
    )
    if not part.rows:
        if chosen is not Filter.OPEN:
            return []
        return [_heading(say("home.part.open")), blocks.section(say("home.nobody_waits"))]
    drawn = [_heading(say(f"home.part.{chosen}")), *[_row(each) for each in part.rows]]
    if part.total > len(part.rows):
        left = part.total - len(part.rows)
        more = say("home.more_than" if part.is_more else "home.more", count=left)
        memory = ListMemory(asked_by=person_id, chosen=chosen)
        drawn.append(blocks.actions([list_button(more, memory=memory)], block_id=f"home:more:{chosen}"))
    return drawn


def _sign_off(waiting: ToSign) -> blocks.Block:
    campaign, ends = escaped(waiting.campaign_name), moment(waiting.expires_at)
    if waiting.request is None:
        channel = f"<#{waiting.channel_id}>"
        words = say("home.sign_list", person=f"<@{waiting.asked_by}>", campaign=campaign, channel=channel, moment=ends)
        return blocks.section(f":pencil: {words}")
    creator = linked(waiting.request.creator_username)
    words = say("home.sign", person=f"<@{waiting.asked_by}>", creator=creator, campaign=campaign, moment=ends)
    return blocks.section(f":pencil: {words}", accessory=open_button(waiting.request))


def _ending(facts: RequestFacts) -> blocks.Block:
    last_day = day_words(facts.until) if facts.until is not None else ""
    words = say("home.ends", creator=linked(facts.creator_username), date=last_day)
    return blocks.section(f":calendar: {words}", accessory=open_button(facts))


def _comments(some: CommentsToLookAfter, *, person_id: PersonId) -> blocks.Block:
    campaign, memory = escaped(some.campaign_name), CommentsMemory(campaign_id=some.campaign_id)
    if some.is_mine:
        words = f":bust_in_silhouette: {say('home.comments_mine', count=some.count, campaign=campaign)}"
        memory.assigned_to = person_id
    else:
        words = f":rotating_light: {say('home.comments_nobodys', count=some.count, campaign=campaign)}"
        memory.standing = Standing.NOBODYS
    return blocks.section(words, accessory=comments_button(say("home.see_comments"), memory=memory))


def _row(facts: RequestFacts) -> blocks.Block:
    state = STATES[facts.state]
    campaign = f" · {escaped(facts.campaign_name)}" if facts.campaign_name else ""
    return blocks.section(
        f"{state.icon} *{state.word}* · {linked(facts.creator_username)}{campaign} · {moment(facts.changed_at)}",
        accessory=open_button(facts),
    )
