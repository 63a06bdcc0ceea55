"""What a campaign's channel reads of comments; pure. What people wrote is shown to the letter, and nothing in it is read as formatting."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from bot.comments.batching import News
from bot.comments.facts import CommentFacts, DeedFacts, HeadFacts, NewsFacts, NoteFacts
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.comments.ids import Action
from handlers.phrases import cut, escaped, linked, moment, named, told
from storage.comment_deeds import DeedStage

LONGEST = 500
"""Characters shown of a comment; at Instagram it can be read whole."""
ABOUT = 60


class Which(NamedTuple):
    """Which comment a button or a window is about."""

    asset_id: str
    comment_id: str

    @classmethod
    def of(cls, facts: CommentFacts) -> Which:
        """Name a comment."""
        return cls(facts.asset_id, facts.id)

    @classmethod
    def read(cls, text: str) -> Which:
        """Read it back; raises ValueError for what is none."""
        asset_id, comment_id = text.split(":")
        return cls(asset_id, comment_id)

    @property
    def written(self) -> str:
        """How it travels through Slack."""
        return ":".join(self)


def draw_comments(facts: NoteFacts) -> Words:
    """Draw a message."""
    match facts:
        case HeadFacts():
            return _head(facts)
        case NewsFacts():
            return _news(facts)
        case DeedFacts():
            return _deed(facts)
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
        if not each.is_gone:
            drawn.append(blocks.actions(_buttons(each), block_id=f"comment:{each.id}"))
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
    if facts.last_deed is not None and facts.last_stage is DeedStage.WANTED:
        said.append(f":hourglass_flowing_sand: {say(f'comments.wanted.{facts.last_deed}')}")
    if facts.last_deed is not None and facts.last_stage is DeedStage.DONE:
        said.append(say(f"comments.last.{facts.last_deed}", person=f"<@{facts.last_by}>"))
    return "".join(f" · {each}" for each in said)


def _buttons(facts: CommentFacts) -> list[blocks.Block]:
    author, value = _author(facts), Which.of(facts).written
    drawn = []
    if facts.is_hidden:
        label = say("comments.show_label", author=author)
        drawn.append(blocks.button(say("comments.show"), action_id=Action.SHOW, value=value, label=label))
    else:
        label = say("comments.hide_label", author=author)
        drawn.append(blocks.button(say("comments.hide"), action_id=Action.HIDE, value=value, label=label))
        label = say("comments.answer_label", author=author)
        drawn.append(blocks.button(say("comments.answer"), action_id=Action.ANSWER, value=value, label=label))
    if facts.permalink is not None:
        label = say("comments.see_label", author=author)
        drawn.append(blocks.button(say("comments.see"), action_id=Action.SEE, url=facts.permalink, label=label))
    return drawn


def _author(facts: CommentFacts) -> str:
    return named(facts.author) if facts.author else say("comments.somebody")


def _deed(facts: DeedFacts) -> Words:
    """Say in the thread who did what, or why it could not be done."""
    person, comment = f"<@{facts.by}>", facts.comment
    author = linked(comment.author) if comment is not None and comment.author else say("comments.somebody")
    if facts.stage is DeedStage.DONE:
        head = f":white_check_mark: {say(f'comments.done.{facts.kind}', person=person, author=author)}"
    else:
        head = f":warning: {say(f'comments.failed.{facts.kind}', person=person, author=author)}"
    drawn = [blocks.section(head)]
    if facts.stage is DeedStage.FAILED:
        drawn.append(blocks.section(told(facts.words, most=900) if facts.words else say("comments.gone")))
    if facts.text:
        drawn.append(blocks.quoted(facts.text))
    elif comment is not None and not comment.is_gone:
        drawn.append(blocks.quoted(cut(comment.text, LONGEST) or say("comments.no_text")))
    return Words(text=head, blocks=drawn)
