"""What there is to say about comments: the facts that messages and windows are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.comments.batching import News
from bot.comments.storing import standing_of
from bot.slack.calls import Words
from storage.comment_deeds import CommentDeed, DeedKind, DeedStage
from storage.comment_notes import CommentNote, CommentPost, NoteKind
from storage.comments import Comment
from storage.ids import CampaignId, PersonId
from storage.influencers import Asset, Ending
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class CommentFacts:
    """One comment as the team sees it."""

    asset_id: str
    id: str
    username: str
    """Whose post it is on."""
    author: str | None
    text: str
    former_texts: Sequence[str]
    is_hidden: bool
    is_gone: bool
    is_on_ad: bool
    is_on_facebook: bool
    """There a name is no handle, and nobody is answered from here."""
    is_reply: bool
    written_at: datetime
    permalink: str | None
    caption: str
    keywords: Sequence[str] = ()
    last_deed: DeedKind | None = None
    last_stage: DeedStage | None = None
    last_by: PersonId | None = None
    """What was last done with it at Meta from here, how far that is, and by whom."""
    leaves_at: datetime | None = None
    """Until then that is held back, and can be undone."""
    assigned_to: PersonId | None = None
    is_finished: bool = False
    is_nobodys: bool = False
    """It has a keyword, and nobody has said yet that they look after it, or have."""


@dataclass(frozen=True, kw_only=True)
class HeadFacts:
    """The message whose thread holds the news of one account."""

    username: str
    name: str
    campaign: str


@dataclass(frozen=True, kw_only=True)
class NewsFacts:
    """A message of new comments."""

    campaign_id: CampaignId
    ig_id: str
    username: str
    news: News
    comments: Sequence[CommentFacts]
    """Those shown, as they stand now; what is not kept any more is left out."""
    forgotten: int = 0
    """How many of those shown are not kept any more."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the posts' pictures, by the first comment on each; they expire."""


@dataclass(frozen=True, kw_only=True)
class DeedFacts:
    """What somebody did with a comment, and how that ended."""

    campaign_id: CampaignId
    kind: DeedKind
    stage: DeedStage
    by: PersonId
    text: str
    words: str | None
    assigned_to: PersonId | None = None
    comment: CommentFacts | None
    """None once it is not kept any more."""


@dataclass(frozen=True, kw_only=True)
class EndFacts:
    """The comments of an account are not followed any more."""

    username: str
    ending: Ending | None
    """None: it is connected, and nothing of it is monitored."""
    days: int
    """For how many days they are kept."""
    untold: int = 0
    """How many had come before, and are told no more."""


@dataclass(frozen=True, kw_only=True)
class UnreadFacts:
    """Comments on ads wait for a login that may tell whose the ads are, or where they lead."""

    asset_id: str
    username: str
    waiting: int
    """How many there are; 0: they were read meanwhile."""


@dataclass(frozen=True, kw_only=True)
class EditsFacts:
    """Comments that were told have a keyword of the campaign since they were edited."""

    campaign_id: CampaignId
    ig_id: str
    username: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ForgottenFacts:
    """Something was done with a comment, and neither is kept any more."""


NoteFacts = HeadFacts | NewsFacts | DeedFacts | EndFacts | UnreadFacts | EditsFacts | ForgottenFacts
DrawNote = Callable[[NoteFacts], Words]


def comment_facts(
    comment: Comment, *, asset: Asset, post: CommentPost | None, deed: CommentDeed | None, keywords: Sequence[str] = ()
) -> CommentFacts:
    """Say how a comment stands."""
    standing = standing_of(comment)
    return CommentFacts(
        asset_id=comment.asset_id,
        id=comment.comment_id,
        username=asset.username,
        author=comment.author_name,
        text=standing.text,
        former_texts=standing.former_texts,
        is_hidden=standing.is_hidden,
        is_gone=standing.is_gone,
        is_on_ad=comment.is_on_ad,
        is_on_facebook=comment.is_on_facebook,
        # Facebook names the post itself as what a comment of the first level answers.
        is_reply=comment.parent_id not in (None, comment.media_id),
        written_at=comment.written_at,
        permalink=post.permalink if post is not None else None,
        caption=(post.caption if post is not None else "") or comment.ad_title or "",
        keywords=keywords,
        last_deed=deed.kind if deed is not None else None,
        last_stage=deed.stage if deed is not None else None,
        last_by=deed.by if deed is not None else None,
        leaves_at=deed.leaves_at if deed is not None else None,
        assigned_to=comment.assigned_to,
        is_finished=comment.finished_at is not None,
        is_nobodys=comment.is_nobodys,
    )


async def all_facts(
    uow: UnitOfWork, comments: Sequence[Comment], *, asset: Asset, keywords: Mapping[str, Sequence[str]]
) -> list[CommentFacts]:
    """Say how some comments of one account stand; `keywords` are those found in each, by its id."""
    media = {post_of(each) for each in comments} - {None}
    posts = await uow.comment_notes.posts(asset.id, [each for each in media if each])
    deeds = await uow.comment_deeds.last(asset.id, [each.comment_id for each in comments])
    return [
        comment_facts(
            each,
            asset=asset,
            post=posts.get(post_of(each) or ""),
            deed=deeds.get(each.comment_id),
            keywords=keywords.get(each.comment_id, ()),
        )
        for each in comments
    ]


async def note_facts(uow: UnitOfWork, note: CommentNote, *, asset: Asset) -> NoteFacts | None:
    """Say what a message tells; None where it is not posted, and what it is about is not kept any more."""
    if note.kind is NoteKind.HEAD:
        campaign = await uow.campaigns.get(asset.campaign_id)
        assert campaign is not None, "campaigns are never deleted"
        return head_facts(asset, campaign)
    if note.kind is NoteKind.END:
        told = note.about.get("ending", asset.ending)
        ending = None if told is None else Ending(told)
        days, untold = await uow.comments.days(), note.about.get("untold", 0)
        return EndFacts(username=asset.username, ending=ending, days=days, untold=untold)
    if note.kind is NoteKind.UNREAD:
        waiting = await uow.comments.count_waiting(asset.id)
        return UnreadFacts(asset_id=asset.id, username=asset.username, waiting=waiting)
    if note.kind is NoteKind.EDITS:
        count = note.about["count"]
        return EditsFacts(campaign_id=asset.campaign_id, ig_id=asset.ig_id, username=asset.username, count=count)
    if note.kind is not NoteKind.DEED:
        news = await news_facts(uow, News.model_validate(note.about), asset=asset)
        return news if news.comments or note.ts is not None else None
    deed = await uow.comment_deeds.get(note.about["deed"])
    if deed is None:  # what is posted must not stay as it was
        return ForgottenFacts() if note.ts is not None else None
    found = (await uow.comment_notes.shown(asset.id, [deed.comment_id])).values()
    comments = await all_facts(uow, list(found), asset=asset, keywords={})
    return DeedFacts(
        campaign_id=asset.campaign_id,
        kind=deed.kind,
        stage=deed.stage,
        by=deed.by,
        text=deed.text,
        words=deed.words,
        assigned_to=deed.assigned_to,
        comment=comments[0] if comments else None,
    )


def head_facts(asset: Asset, campaign: Campaign) -> HeadFacts:
    """Say whose comments a thread tells of."""
    return HeadFacts(username=asset.username, name=asset.name, campaign=campaign.name)


async def news_facts(uow: UnitOfWork, news: News, *, asset: Asset) -> NewsFacts:
    """Say what a message of new comments tells."""
    found = await uow.comment_notes.shown(asset.id, news.shown)
    comments = [found[each] for each in news.shown if each in found]
    shown = await all_facts(uow, comments, asset=asset, keywords=news.keywords)
    return NewsFacts(
        campaign_id=asset.campaign_id,
        ig_id=asset.ig_id,
        username=asset.username,
        news=news,
        comments=shown,
        forgotten=len(news.shown) - len(shown),
    )


def post_of(comment: Comment) -> str | None:
    """Return the post that people know: of an ad the one it was made of, where that is told."""
    return comment.original_media_id or comment.media_id
