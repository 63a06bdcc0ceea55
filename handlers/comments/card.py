"""What a campaign's channel reads of comments; pure. What people wrote is shown to the letter, and nothing in it is read as formatting."""

from __future__ import annotations

from typing import assert_never

from bot.comments.batching import News
from bot.comments.facts import CommentFacts, HeadFacts, NewsFacts, NoteFacts
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.comments.ids import Action
from handlers.phrases import cut, escaped, linked, moment, named

LONGEST = 500
"""Characters shown of a comment; at Instagram it can be read whole."""
ABOUT = 60


def draw_comments(facts: NoteFacts) -> Words:
    """Draw a message."""
    match facts:
        case HeadFacts():
            return _head(facts)
        case NewsFacts():
            return _news(facts)
        case _:
            assert_never(facts)


def comment_blocks(facts: CommentFacts) -> list[blocks.Block]:
    """Draw one comment: who, where and when; what; how it stands."""
    if facts.is_gone:
        return [blocks.context(f":wastebasket: {say('comments.gone')}")]
    drawn = [blocks.section(f"{_keywords(facts)}{_who(facts)}{_standing(facts)}")]
    drawn.append(blocks.quoted(cut(facts.text, LONGEST) or say("comments.no_text")))
    return drawn


def _head(facts: HeadFacts) -> Words:
    name, campaign = escaped(facts.name, most=200), escaped(facts.campaign, most=200)
    head = say("comments.head", creator=linked(facts.username), name=name, campaign=campaign)
    plain = say("comments.head", creator=named(facts.username), name=name, campaign=campaign)
    return Words(
        text=plain, blocks=[blocks.section(f":incoming_envelope: {head}"), blocks.context(say("comments.head_about"))]
    )


def _news(facts: NewsFacts) -> Words:
    news = facts.news
    head = say("comments.news", count=news.count, creator=linked(facts.username))
    drawn = [blocks.section("\n".join([f":incoming_envelope: *{head}*", *_alarms(news)]))]
    for each in facts.comments:
        drawn += comment_blocks(each)
        if see := _see(each):
            drawn.append(see)
    if (more := news.count - len(news.shown)) > 0:
        drawn.append(
            blocks.context(say("comments.more", count=more, since=moment(news.since), until=moment(news.until)))
        )
    plain = say("comments.news", count=news.count, creator=named(facts.username))
    return Words(text="\n".join([plain, *_alarms(news)]), blocks=drawn)


def _alarms(news: News) -> list[str]:
    said = []
    if news.matched:
        said.append(f":rotating_light: {say('comments.matched', count=news.matched)}")
    if news.most is not None and news.minutes is not None:
        said.append(f":warning: {say('comments.flood', most=news.most, count=news.minutes)}")
    return said


def _who(facts: CommentFacts) -> str:
    author = linked(facts.author) if facts.author else say("comments.somebody")
    place = say("comments.on_ad" if facts.is_on_ad else "comments.on_post")
    if facts.caption:
        place = f"{place} “{escaped(facts.caption, most=ABOUT)}”"
    return say(
        "comments.wrote_reply" if facts.is_reply else "comments.wrote",
        author=author,
        place=place,
        moment=moment(facts.written_at),
    )


def _keywords(facts: CommentFacts) -> str:
    found = ", ".join(f"`{escaped(each, most=80)}`" for each in facts.keywords)
    return f":rotating_light: {say('comments.has_keywords', keywords=found)}\n" if found else ""


def _standing(facts: CommentFacts) -> str:
    said = []
    if facts.is_hidden:
        said.append(f":no_entry_sign: {say('comments.is_hidden')}")
    if facts.former_texts:
        said.append(say("comments.was_edited"))
    return "".join(f" · {each}" for each in said)


def _see(facts: CommentFacts) -> blocks.Block | None:
    if facts.is_gone or facts.permalink is None:
        return None
    label = say("comments.see_label", author=named(facts.author) if facts.author else say("comments.somebody"))
    see = blocks.button(say("comments.see"), action_id=Action.SEE, url=facts.permalink, label=label)
    return blocks.actions([see], block_id=f"comment:{facts.id}")
