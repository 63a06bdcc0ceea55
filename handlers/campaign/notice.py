"""Direct messages about a campaign: what happened, what follows, what to do; pure."""

from __future__ import annotations

from bot.campaigns.standing import News
from bot.campaigns.telling import CampaignNews, Unmanaged
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


def draw_news(facts: CampaignNews) -> Words:
    """Draw a message."""
    campaign = escaped(facts.campaign, most=200)
    if isinstance(facts, Unmanaged):
        lines = [
            (
                ":bust_in_silhouette:",
                say("campaign.unmanaged.happened", person=f"<@{facts.person_id}>", campaign=campaign),
            )
        ]
        nexts = [say("campaign.unmanaged.todo")]
    else:
        channel = escaped(f"#{facts.channel}", most=100)
        lines = [(ICONS[each], say(f"channels.news.{each}", channel=channel, campaign=campaign)) for each in facts.news]
        nexts = [say(f"channels.next.{each}") for each in facts.news]
    drawn = [
        blocks.section(f"{icon} {line}\n{say('history.next', what=then)}")
        for (icon, line), then in zip(lines, nexts, strict=True)
    ]
    button = blocks.button(
        say("channels.open"),
        action_id=Action.OPEN,
        value=facts.campaign_id,
        label=say("campaign.open_label", campaign=facts.campaign),
    )
    text = " ".join(line for _icon, line in lines)
    return Words(text=text, blocks=[*drawn, blocks.actions([button], block_id="campaign")])
