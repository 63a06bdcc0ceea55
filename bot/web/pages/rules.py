"""What the team may read of a creator's account, as that creator sees it; pure."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h
from htpy import Node

from bot.influencers.agreed import Wider
from bot.influencers.facts import MonitoredFacts
from bot.web.pages.frame import notice
from bot.words import say


def monitored_lines(monitored: MonitoredFacts) -> list[str]:
    """Say what is monitored, what narrows that down, and what may be done with it."""
    lines = [say("invite.page.ads")] if monitored.hears_ads else []
    lines += [say("invite.page.organic")] if monitored.hears_organic else []
    if not lines:
        return [say("invite.page.nothing"), *_narrowed(monitored)]
    return [*lines, *_narrowed(monitored), say("invite.page.act")]


def draw_widened(widened: Sequence[Wider]) -> Node:
    """Draw in what the rules go further than the creator agreed to, where they do: it comes before all else."""
    if not widened:
        return None
    return notice(
        h.p[say("invite.page.widened")],
        h.ul[[h.li[say(f"invite.page.widened.{each}")] for each in widened]],
        h.p[say("invite.page.joined_end")],
    )


def draw_monitored(monitored: MonitoredFacts) -> Node:
    """Draw what holds now."""
    return [h.h2[say("invite.page.what_now")], h.ul[[h.li[line] for line in monitored_lines(monitored)]]]


def _narrowed(monitored: MonitoredFacts) -> list[str]:
    lines = []
    if monitored.profiles:
        lines.append(say("invite.page.of_brands", brands=", ".join(f"@{each}" for each in monitored.profiles)))
    if monitored.domains:
        lines.append(say("invite.page.of_domains", domains=", ".join(monitored.domains)))
    if monitored.link_contains:
        lines.append(say("invite.page.of_links", text=monitored.link_contains))
    if monitored.caption_contains:
        lines.append(say("invite.page.of_captions", text=monitored.caption_contains))
    return lines
