"""A digest as a message: what has changed, how long answers took, and who has been waiting longest; pure."""

from __future__ import annotations

from bot.digests.facts import DigestFacts
from bot.reports.digest import Digest
from bot.reports.funnel import Stage
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.manage.listing import ListMemory, list_button
from handlers.phrases import escaped, moment
from handlers.report.card import figures, span_words, waiting_line

STANDING = (Stage.WAITING, Stage.STANDING)


def draw_digest(facts: DigestFacts) -> Words:
    """Draw the message."""
    found, campaign = facts.digest, escaped(facts.campaign)
    head = say("digest.first", campaign=campaign)
    if not facts.is_first:
        head = say("digest.since", campaign=campaign, moment=moment(found.since))
    said = "\n".join(_said(found))
    memory = ListMemory(campaign_id=facts.campaign_id, campaign=facts.campaign)
    drawn = [blocks.section(f"{head}\n{said}")]
    if waiting := found.standing.oldest():
        lines = [waiting_line(course, now=found.until) for course in waiting]
        drawn += blocks.paragraphs([f"*{say('report.waiting_longest')}*", *lines])
    drawn.append(blocks.actions([list_button(say("digest.all_requests"), memory=memory)], block_id="digest"))
    by_plan = say("digest.by_plan")
    why = say("digest.wanted_by", person=f"<@{facts.wanted_by}>") if facts.wanted_by else by_plan
    drawn.append(blocks.context(why, say("status.as_of", moment=moment(found.until))))
    return Words(text=f"{head}\n{said}", blocks=drawn)


def _said(found: Digest) -> list[str]:
    """Say what has changed, how quickly creators answered, and where all stand."""
    changed = [stage for stage in Stage if found.changed[stage]]
    said = [figures(found.changed, changed) if changed else say("digest.nothing_new")]
    middle = found.answers.median()
    if middle is not None:
        said.append(say("digest.time_to_answer", span=span_words(middle)))
    standing = [stage for stage in STANDING if found.standing.funnel[stage]]
    if standing:
        said.append(say("digest.now", figures=figures(found.standing.funnel, standing)))
    if not len(found.standing.ages):
        said.append(say("digest.nobody_open"))
    return said
