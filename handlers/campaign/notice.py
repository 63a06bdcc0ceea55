"""Direct messages about a campaign's channel: what happened, what follows, what to do; pure."""

from __future__ import annotations

from bot.campaigns.standing import News
from bot.campaigns.telling import ChannelNews
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.campaign.ids import Action
from handlers.phrases import escaped

ICONS = {
    News.ARCHIVED: ":card_file_box:",
    News.LEFT: ":wave:",
    News.DELETED: ":wastebasket:",
    News.GONE: ":no_entry:",
    News.MADE_PRIVATE: ":lock:",
    News.MADE_PUBLIC: ":unlock:",
    News.SHARED: ":handshake:",
}


def draw_news(facts: ChannelNews) -> Words:
    """Draw a message."""
    channel, campaign = escaped(f"#{facts.channel}", most=100), escaped(facts.campaign, most=200)
    lines = [say(f"channels.news.{each}", channel=channel, campaign=campaign) for each in facts.news]
    nexts = [say(f"channels.next.{each}") for each in facts.news]
    drawn = [
        blocks.section(f"{ICONS[each]} {line}\n{say('history.next', what=then)}")
        for each, line, then in zip(facts.news, lines, nexts, strict=True)
    ]
    button = blocks.button(
        say("channels.open"),
        action_id=Action.OPEN,
        value=facts.campaign_id,
        label=say("campaign.open_label", campaign=facts.campaign),
    )
    return Words(text=" ".join(lines), blocks=[*drawn, blocks.actions([button], block_id="campaign")])
