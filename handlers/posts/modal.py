"""What can be boosted now: the list of posts, and the window of one; pure."""

from __future__ import annotations

from bot.posts.eligibility import Missing, Standing
from bot.posts.facts import PostFacts, PostList
from bot.words import say
from handlers import blocks
from handlers.campaign.ids import Action as CampaignAction
from handlers.campaign.paging import page_buttons
from handlers.invite.ids import Action as InviteAction
from handlers.offers import search_select
from handlers.phrases import escaped, linked, moment, named
from handlers.posts.ids import Action, View
from handlers.posts.memory import ListMemory, PostMemory
from handlers.posts.sayings import STANDINGS, in_a_line

SHOWN = 8


def draw_list(listed: PostList | None, *, memory: ListMemory, with_pictures: bool = True) -> blocks.Block:
    """Draw a page of posts; None where no brand is chosen yet."""
    drawn = [_choices(memory)]
    if listed is None:
        drawn.append(blocks.section(say("posts.choose_profile")))
        return _list(drawn, memory)
    drawn.append(blocks.section(f"*{_head(listed)}*\n{_counts(listed)}"))
    if listed.campaign_id is not None:
        drawn.append(
            blocks.actions(
                [blocks.button(say("posts.readiness"), action_id=CampaignAction.READINESS, value=listed.campaign_id)],
                block_id="more",
            )
        )
    page = listed.posts[memory.offset : memory.offset + SHOWN]
    if not page:
        drawn.append(blocks.section(say("posts.none")))
    for number, post in enumerate(page):
        drawn += _row(post, number, listed=listed, with_pictures=with_pictures)
    drawn += page_buttons(
        action_id=Action.PAGE,
        offset=memory.offset,
        size=SHOWN,
        has_more=memory.offset + SHOWN < len(listed.posts),
    )
    small = [say("status.as_of", moment=moment(listed.as_of))]
    if listed.is_more:
        small.append(say("posts.more_than", count=len(listed.posts)))
    return _list([*drawn, blocks.context(*small, block_id="as-of")], memory)


def draw_post(post: PostFacts, *, memory: PostMemory, profile: str) -> blocks.Block:
    """Draw one post: how it stands for the brand, why, and what can be done."""
    drawn = [blocks.section(in_a_line(post))]
    if post.picture_url:
        alt = say("posts.picture_of", creator=named(post.creator_username))
        drawn.append({"type": "image", "image_url": post.picture_url, "alt_text": alt})
    drawn.append(blocks.section(say(f"posts.means.{post.standing}", profile=linked(profile))))
    if post.meta_words:
        words = "; ".join(escaped(each, most=200) for each in post.meta_words)
        drawn.append(blocks.section(say("posts.meta_says", words=words)))
    if post.permission:
        drawn.append(blocks.context(say("posts.permission_by", words=escaped(post.permission, most=60))))
    if post.usage:
        drawn.append(blocks.context(say("posts.usage_is", words=escaped(post.usage, most=60))))
    if post.missing is not None:
        drawn.append(blocks.section(say(f"posts.missing.{post.missing}")))
    drawn.append(blocks.actions(_buttons(post, memory), block_id="post"))
    if memory.campaign_id is None:
        drawn.append(blocks.context(say("posts.needs_campaign")))
    elif post.connected is None:
        drawn += _unconnected(post)
    else:
        drawn += _codeless(post)
        drawn.append(blocks.actions(_boost_buttons(memory), block_id="boost"))
    return blocks.modal(say("posts.post_title"), drawn, callback_id=View.POST, memory=memory.model_dump_json())


def _list(drawn: list[blocks.Block], memory: ListMemory) -> blocks.Block:
    return blocks.modal(say("posts.title"), drawn, callback_id=View.LIST, memory=memory.model_dump_json())


def _choices(memory: ListMemory) -> blocks.Block:
    elements = [
        search_select(Action.CAMPAIGN, memory.campaign, placeholder=say("form.search_campaigns")),
        search_select(Action.PROFILE, memory.profile, placeholder=say("form.search_profiles")),
        blocks.button(say("codes.collect"), action_id=Action.COLLECT),
    ]
    # Slack keeps what was chosen under the same name, and the brand follows the campaign.
    chosen = ":".join(each.id for each in (memory.campaign, memory.profile) if each)
    return blocks.actions(elements, block_id=f"choices:{chosen}")


def _head(listed: PostList) -> str:
    profile = linked(listed.profile)
    if listed.creator is not None:
        return say("posts.of_creator", creator=linked(listed.creator), profile=profile)
    if listed.campaign is not None:
        return say("posts.of_campaign", campaign=escaped(listed.campaign, most=100), profile=profile)
    return say("posts.of_profile", profile=profile)


def _counts(listed: PostList) -> str:
    counted = [
        f"{icon} {say(f'posts.standing.{standing}')}: {count}"
        for standing, icon in STANDINGS.items()
        if (count := listed.counted(standing))
    ]
    return " · ".join(counted)


def _row(post: PostFacts, number: int, *, listed: PostList, with_pictures: bool) -> list[blocks.Block]:
    accessory: blocks.Block | None = None
    if with_pictures and post.picture_url:
        alt = say("posts.picture_of", creator=named(post.creator_username))
        accessory = {"type": "image", "image_url": post.picture_url, "alt_text": alt}
    memory = PostMemory.of(post, profile_id=listed.profile_id, campaign_id=listed.campaign_id)
    label = say("posts.open_label", number=number + 1, creator=named(post.creator_username))
    buttons = [
        blocks.button(say("manage.open"), action_id=Action.OPEN, value=memory.model_dump_json(), label=label),
        *_see(post),
    ]
    return [
        blocks.section(in_a_line(post), block_id=f"row:{number}", accessory=accessory),
        blocks.actions(buttons, block_id=f"row:{number}:do"),
    ]


def _see(post: PostFacts) -> list[blocks.Block]:
    if post.permalink is None:
        return []
    return [blocks.button(say("posts.see"), action_id=Action.SEE, url=post.permalink)]


def _buttons(post: PostFacts, memory: PostMemory) -> list[blocks.Block]:
    found = _see(post)
    if post.missing is Missing.PERMISSION:
        found.append(blocks.button(say("posts.ask"), action_id=Action.ASK, style="primary"))
    if memory.campaign_id is None:
        return found or [blocks.button(say("codes.collect"), action_id=Action.COLLECT)]
    if post.code is not None:
        found.append(blocks.button(say("codes.show"), action_id=Action.SHOW_CODE, value=post.code.id))
    elif post.standing is not Standing.INELIGIBLE:
        if post.connected is not None and post.connected.may_code:
            found.append(blocks.button(say("codes.make"), action_id=Action.MAKE))
        found.append(blocks.button(say("codes.collect"), action_id=Action.COLLECT))
    return found or [blocks.button(say("codes.collect"), action_id=Action.COLLECT)]


def _unconnected(post: PostFacts) -> list[blocks.Block]:
    """Say what takes the creator's connection, with the way to it."""
    name = named(post.creator_username)
    label = say("posts.invite_label", creator=name)
    invite = blocks.button(say("posts.invite"), action_id=Action.INVITE, label=label)
    return [
        blocks.context(say("posts.needs_connection", creator=name)),
        blocks.actions([invite], block_id="connect"),
    ]


def _codeless(post: PostFacts) -> list[blocks.Block]:
    """Say that the creator's sign-in is not enough for ad codes, with a link that asks for what is missing."""
    if post.connected is None or post.connected.may_code or post.code is not None:
        return []
    name = named(post.creator_username)
    again = blocks.button(
        say("posts.new_link"),
        action_id=InviteAction.ASSET_AGAIN,
        value=post.connected.asset_id,
        label=say("influencers.again_label", creator=name),
    )
    return [
        blocks.section(f":lock: {say('posts.codes_left_out', creator=name)}"),
        blocks.actions([again], block_id="codes-left-out"),
    ]


def _boost_buttons(memory: PostMemory) -> list[blocks.Block]:
    withdraw = blocks.confirmation(
        say("posts.withdraw_confirm.title"),
        text=say("posts.withdraw_confirm.text", creator=named(memory.creator)),
        confirm=say("posts.withdraw_confirm.yes"),
        deny=say("posts.withdraw_confirm.no"),
        is_danger=True,
    )
    return [
        blocks.button(say("posts.boost_read"), action_id=Action.BOOST_READ),
        blocks.button(say("posts.boost_grant"), action_id=Action.BOOST_GRANT),
        blocks.button(say("posts.boost_withdraw"), action_id=Action.BOOST_WITHDRAW, confirm=withdraw),
    ]
