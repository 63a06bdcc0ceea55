"""What a campaign's channel reads of comments; pure. What people wrote is shown to the letter, and nothing in it is read as formatting."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.comments.batching import News
from bot.comments.facts import (
    CommentFacts,
    DeedFacts,
    EditsFacts,
    EndFacts,
    ForgottenFacts,
    HeadFacts,
    NewsFacts,
    NoteFacts,
    UnreadFacts,
)
from bot.creators.handles import Misread, read_handle
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.comments.ids import Action
from handlers.comments.memory import ListMemory, Standing, Which, list_button
from handlers.comments.unread import reader_button, unread_lines
from handlers.phrases import clock_time_exactly, cut, escaped, linked, moment, named, told
from handlers.verbatim import one_line, verbatim
from storage.comment_deeds import DeedKind, DeedStage

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
        case DeedFacts():
            return _deed(facts)
        case EndFacts():
            return _end(facts)
        case UnreadFacts():
            return _unread(facts)
        case EditsFacts():
            return _edits(facts)
        case ForgottenFacts():
            return Words(text=say("comments.forgotten", count=1), blocks=[_forgotten(1)])
        case _:
            assert_never(facts)


def comment_blocks(facts: CommentFacts, *, picture_url: str | None = None) -> list[blocks.Block]:
    """Draw one comment: who, where and when, perhaps with its post's picture; what; how it stands."""
    if facts.is_gone:
        return [blocks.context(f":wastebasket: {say('comments.gone')}")]
    picture: blocks.Block | None = None
    if picture_url is not None:
        alt = say("posts.picture_of", creator=named(facts.username))
        picture = {"type": "image", "image_url": picture_url, "alt_text": alt}
    drawn = [blocks.section(f"{_keywords(facts)}{_who(facts)}{_standing(facts)}", accessory=picture)]
    drawn.append(blocks.quoted(cut(facts.text, LONGEST) or say("comments.no_text")))
    return drawn


def _head(facts: HeadFacts) -> Words:
    name, campaign = verbatim(facts.name, most=200), escaped(facts.campaign, most=200)
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
        drawn += comment_blocks(each, picture_url=facts.pictures.get(each.id))
        if not each.is_gone:
            drawn.append(comment_buttons(each))
    if facts.forgotten:
        drawn.append(_forgotten(facts.forgotten))
    if (more := news.count - len(news.shown)) > 0:
        drawn.append(
            blocks.context(say("comments.more", count=more, since=moment(news.since), until=moment(news.until)))
        )
        memory = ListMemory(campaign_id=facts.campaign_id, ig_id=facts.ig_id)
        drawn.append(blocks.actions([list_button(say("comments.see_all"), memory=memory)], block_id="see-all"))
    plain = say("comments.news", count=news.count, creator=named(facts.username))
    return Words(text="\n".join([plain, *_alarms(news)]), blocks=drawn)


def _forgotten(count: int) -> blocks.Block:
    return blocks.context(f":wastebasket: {say('comments.forgotten', count=count)}")


def _end(facts: EndFacts) -> Words:
    """Say in the thread that there is nothing more to come."""
    ending = facts.ending or "unheard"
    head, plain = (
        say(f"comments.end.{ending}", creator=each) for each in (linked(facts.username), named(facts.username))
    )
    then = say("comments.unheard_next" if facts.ending is None else "comments.end_next", count=facts.days)
    drawn = [blocks.section(f":octagonal_sign: {head}"), blocks.context(then)]
    if facts.untold:
        drawn.append(blocks.context(say("comments.end_untold", count=facts.untold)))
    return Words(text=plain, blocks=drawn)


def _edits(facts: EditsFacts) -> Words:
    """Say to the channel that some comments in the thread are to be looked at now."""
    said, plain = (
        say("comments.edits", count=facts.count, creator=each)
        for each in (linked(facts.username), named(facts.username))
    )
    memory = ListMemory(campaign_id=facts.campaign_id, ig_id=facts.ig_id, standing=Standing.NOBODYS)
    button = list_button(say("comments.see_nobodys"), memory=memory)
    section, buttons = blocks.section(f":rotating_light: {said}"), blocks.actions([button], block_id="see-edits")
    return Words(text=plain, blocks=[section, buttons])


def _unread(facts: UnreadFacts) -> Words:
    """Say in the thread that comments wait for a login of the brand, and what helps."""
    if not facts.waiting:
        return Words(text=say("reader.enough"), blocks=[blocks.section(say("reader.enough"))])
    button = reader_button(facts.asset_id, creator=named(facts.username))
    return Words(
        text=say("reader.waiting", count=facts.waiting, creator=named(facts.username)),
        blocks=[
            blocks.section("\n".join(unread_lines(facts.username, waiting=facts.waiting, is_lacking=True))),
            blocks.actions([button], block_id="reader"),
        ],
    )


def _alarms(news: News) -> list[str]:
    said = []
    if news.matched:
        words = say("comments.matched_alone") if news.count == 1 else say("comments.matched", count=news.matched)
        said.append(f":rotating_light: {words}")
    if news.most is not None and news.minutes is not None:
        said.append(f":warning: {say('comments.flood', most=news.most, count=news.minutes)}")
    return said


def _who(facts: CommentFacts) -> str:
    place = say("comments.on_ad" if facts.is_on_ad else "comments.on_post")
    if facts.is_on_facebook:
        place = say("comments.at_facebook", place=place)
    if caption := verbatim(facts.caption, most=ABOUT):
        place = f"{place} “{caption}”"
    return say(
        "comments.wrote_reply" if facts.is_reply else "comments.wrote",
        author=_shown(facts),
        place=place,
        moment=moment(facts.written_at),
    )


def _keywords(facts: CommentFacts) -> str:
    found = ", ".join(f"`{escaped(each, most=80)}`" for each in facts.keywords)
    return f":rotating_light: {say('comments.has_keywords', keywords=found)}\n" if found else ""


def _standing(facts: CommentFacts) -> str:
    said = []
    if facts.assigned_to is not None:
        assigned = say(
            "comments.is_finished" if facts.is_finished else "comments.is_assigned", person=f"<@{facts.assigned_to}>"
        )
        said.append(f"{':ballot_box_with_check:' if facts.is_finished else ':bust_in_silhouette:'} {assigned}")
    if facts.is_hidden:
        said.append(f":no_entry_sign: {say('comments.is_hidden')}")
    if facts.former_texts:
        said.append(say("comments.was_edited"))
    if facts.last_deed is not None and facts.last_stage is not None:
        said += _last(facts.last_deed, facts.last_stage, person=f"<@{facts.last_by}>", leaves_at=facts.leaves_at)
    return "".join(f" · {each}" for each in said)


def _last(kind: DeedKind, stage: DeedStage, *, person: str, leaves_at: datetime | None) -> list[str]:
    match stage:
        case DeedStage.WANTED if leaves_at is not None:
            at = clock_time_exactly(leaves_at)
            return [f":hourglass_flowing_sand: {say(f'comments.held.{kind}', person=person, time=at)}"]
        case DeedStage.WANTED:
            return [f":hourglass_flowing_sand: {say(f'comments.wanted.{kind}')}"]
        case DeedStage.DONE:
            return [say(f"comments.last.{kind}", person=person)]
        case DeedStage.UNDONE | DeedStage.FAILED:
            return []
        case _:
            assert_never(stage)


def comment_buttons(facts: CommentFacts) -> blocks.Block:
    """Draw what can be done about a comment: one thing after another, so nothing of Meta's while something is under way."""
    author, value = _author(facts), Which.of(facts).written
    pressable: list[tuple[Action, str, str]] = []
    if facts.leaves_at is not None:
        pressable.append((Action.UNDO, say("comments.undo"), say("comments.undo_label", author=author)))
    elif facts.last_stage is not DeedStage.WANTED and facts.is_hidden:
        pressable.append((Action.SHOW, say("comments.show"), say("comments.show_label", author=author)))
    elif facts.last_stage is not DeedStage.WANTED:
        pressable.append((Action.HIDE, say("comments.hide"), say("comments.hide_label", author=author)))
        if not facts.is_on_facebook:  # that a Page may reply to a comment, Meta's reference does not say
            pressable.append((Action.ANSWER, say("comments.answer"), say("comments.answer_label", author=author)))
    pressable.append((Action.ASSIGN, say("comments.assign"), say("comments.assign_label", author=author)))
    if facts.is_nobodys or (facts.assigned_to is not None and not facts.is_finished):
        pressable.append((Action.FINISH, say("comments.finish"), say("comments.finish_label", author=author)))
    drawn = [blocks.button(text, action_id=action_id, value=value, label=label) for action_id, text, label in pressable]
    if facts.permalink is not None:
        label = say("comments.see_label", author=author)
        see = say("comments.see_at_facebook" if facts.is_on_facebook else "comments.see")
        drawn.append(blocks.button(see, action_id=Action.SEE, url=facts.permalink, label=label))
    return blocks.actions(drawn, block_id=f"comment:{value}")


def _author(facts: CommentFacts) -> str:
    """Name who wrote it, for a screen reader."""
    author = one_line(facts.author or "")
    if not author:
        return say("comments.somebody")
    return author if facts.is_on_facebook else named(author)


def _shown(facts: CommentFacts) -> str:
    """Show who wrote it: at Instagram by a handle that leads there, at Facebook by a name."""
    author = facts.author or ""
    if facts.is_on_facebook or isinstance(read_handle(author), Misread):
        return verbatim(author, most=100) or say("comments.somebody")
    return linked(author)


def _deed(facts: DeedFacts) -> Words:
    """Say in the thread who did what, or why it could not be done."""
    person, comment = f"<@{facts.by}>", facts.comment
    author = _shown(comment) if comment is not None else say("comments.somebody")
    if facts.assigned_to is not None:
        head = f":bust_in_silhouette: {say('comments.assigned', to=f'<@{facts.assigned_to}>', person=person, author=author)}"
    elif facts.stage is DeedStage.DONE:
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
    if facts.assigned_to is not None:
        memory = ListMemory(campaign_id=facts.campaign_id, assigned_to=facts.assigned_to)
        drawn.append(
            blocks.actions([list_button(say("comments.see_assigned"), memory=memory)], block_id="see-assigned")
        )
    return Words(text=head, blocks=drawn)
