"""What a campaign's channel reads of creators' connections; pure."""

from __future__ import annotations

from typing import assert_never

from bot.influencers.facts import AnsweredFacts, CodeDoneFacts, CreatorFacts, EndedFacts, JoinedFacts
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.invite.assets import ASSETS
from handlers.invite.ids import Action
from handlers.phrases import escaped, linked, moment, named, told
from handlers.posts.ids import Action as PostAction
from storage.influencers import Ending

ICONS = {
    Ending.EXPIRED: ":alarm_clock:",
    Ending.STOPPED: ":no_entry:",
    Ending.WITHDRAWN: ":electric_plug:",
    Ending.MOVED: ":leftwards_arrow_with_hook:",
}


def draw_creator_news(facts: CreatorFacts) -> Words:
    """Draw a message."""
    match facts:
        case JoinedFacts():
            return _joined(facts)
        case AnsweredFacts():
            return _answered(facts)
        case EndedFacts():
            return _ended(facts)
        case CodeDoneFacts():
            return _code(facts)
        case _:
            assert_never(facts)


def _joined(facts: JoinedFacts) -> Words:
    until = say("influencers.until", moment=moment(facts.ends_at))
    head = say("influencers.news.joined", creator=linked(facts.username), name=escaped(facts.name, most=200))
    mention = f" <@{facts.made_by}>" if facts.made_by else ""
    show = blocks.button(say("influencers.open"), action_id=Action.SHOW_ASSETS)
    return Words(
        text=say("influencers.news.joined", creator=named(facts.username), name=escaped(facts.name, most=200)),
        blocks=[
            blocks.section(f":handshake: {head}{mention}\n{ASSETS[facts.state]} · {until}"),
            blocks.actions([show], block_id="creator"),
        ],
    )


def _answered(facts: AnsweredFacts) -> Words:
    name = escaped(facts.name, most=200)
    person = f"<@{facts.made_by}>"
    if facts.is_decline:
        icon, head = ":x:", say("influencers.news.declined", name=name, person=person)
        then = say("influencers.news.declined_next")
    else:
        icon, head = ":question:", say("influencers.news.asked", name=name, person=person)
        then = say("influencers.news.asked_next")
    drawn = [blocks.section(f"{icon} {head}")]
    if facts.text:
        drawn.append(blocks.quoted(facts.text))
    drawn.append(blocks.context(then))
    return Words(text=head, blocks=drawn)


def _ended(facts: EndedFacts) -> Words:
    name = escaped(facts.name, most=200)
    head = say(f"influencers.news.ended.{facts.ending}", creator=linked(facts.username), name=name)
    drawn = [blocks.section(f"{ICONS[facts.ending]} {head}")]
    if facts.words:
        drawn.append(blocks.section(told(facts.words, most=900)))
    if facts.ending is not Ending.MOVED:
        drawn.append(blocks.context(say("influencers.invite")))
    plain = say(f"influencers.news.ended.{facts.ending}", creator=named(facts.username), name=name)
    return Words(text=plain, blocks=drawn)


def _code(facts: CodeDoneFacts) -> Words:
    creator = linked(facts.username)
    if facts.is_made:
        head, plain = (say("influencers.news.code_made", creator=each) for each in (creator, named(facts.username)))
        icon, then = ":unlock:", say("influencers.news.code_made_next")
    else:
        head, plain = (say("influencers.news.code_gone", creator=each) for each in (creator, named(facts.username)))
        icon, then = ICONS[Ending.MOVED], say("influencers.news.code_gone_next")
    drawn = [blocks.section(f"{icon} {head}")]
    if facts.permalink:
        see = blocks.button(say("posts.see"), action_id=PostAction.SEE, url=facts.permalink)
        drawn.append(blocks.actions([see], block_id="creator"))
    return Words(text=plain, blocks=[*drawn, blocks.context(then)])
