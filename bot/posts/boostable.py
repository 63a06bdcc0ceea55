"""What can be boosted now: the posts of creators that name the brand, what Meta says of each, and what is missing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.graph import Access, Content, GraphError, PublicPost
from bot.graph.content.wanted import Search
from bot.policy import Act
from bot.posts.brand import contents
from bot.posts.eligibility import Standing
from bot.posts.facts import PostFacts, PostList
from bot.posts.means import PostMeans
from bot.posts.place import Place, codes_in, connected_of, place_for
from bot.posts.reading import LONGEST_CAPTION, key_of_content, of_content
from bot.profiles.access import NoLogin, access_of
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId

log = logging.getLogger(__name__)

MOST_POSTS = 200
"""Of a list: four calls, and nobody turns more than twenty pages."""
MOST_CREATORS = 200
CREATORS_IN_A_CALL = 50
PICTURES_SECONDS = 4.0
"""A list without pictures is a list: somebody waits for it."""
_ORDER = list(Standing)


class Boostable:
    """Reads posts. Nothing is kept of them."""

    def __init__(self, means: PostMeans) -> None:
        self._means = means

    async def look(
        self,
        workspace_id: WorkspaceId,
        *,
        profile_id: ProfileId,
        campaign_id: CampaignId | None,
        person_id: PersonId,
        creator: str | None = None,
    ) -> PostList:
        """Return the posts of one creator, of a campaign's, or (with neither) all that name the brand; ready ones first.

        Raises NotAllowed, NotFound, WrongInput (`profile`), NoLogin, Refused, GraphError, SlackError, DatabaseDown.
        """
        place = await place_for(
            self._means,
            workspace_id,
            profile_id=profile_id,
            campaign_id=campaign_id,
            person_id=person_id,
            act=Act.CHECK,
        )
        creators = await self._creators(place, creator)
        found, is_more = await self._found(place, list(creators)) if creators or place.campaign is None else ([], False)
        posts = await self._drawn_up(place, found, creators=creators)
        posts.sort(
            key=lambda post: (_ORDER.index(post.standing), -(post.created_on.toordinal() if post.created_on else 0))
        )
        return PostList(
            profile_id=profile_id,
            profile=place.profile.username,
            campaign_id=place.campaign_id,
            campaign=place.campaign.name if place.campaign else None,
            creator=creator,
            posts=posts,
            is_more=is_more,
            as_of=self._means.now(),
        )

    async def illustrate(
        self, workspace_id: WorkspaceId, posts: Sequence[PostFacts], *, profile_id: ProfileId
    ) -> list[PostFacts]:
        """Add pictures, and captions where they are missing, from what creators show everybody; what fails is left out."""
        try:
            async with self._means.storage.read(workspace_id) as uow:
                profile = await uow.profiles.get(profile_id)
            if profile is None:
                return list(posts)
            access = access_of(profile, self._means.secrets)
        except NoLogin:
            return list(posts)
        names = list(dict.fromkeys(post.creator_username for post in posts if post.picture_url is None))
        shown = await asyncio.gather(*(self._public(access, name) for name in names))
        known = {post_id: found for each in shown for post_id, found in each.items()}
        return [_illustrated(post, known.get(post.media_id)) for post in posts]

    async def _public(self, access: Access, username: str) -> Mapping[str, PublicPost]:
        try:
            async with asyncio.timeout(PICTURES_SECONDS):
                found = await self._means.graph.creators.posts(access, username=username)
        except (GraphError, TimeoutError) as error:
            log.info("the pictures of a creator are not shown: %s", error)
            return {}
        return {each.id: each for each in found}

    async def _creators(self, place: Place, creator: str | None) -> dict[str, str]:
        """Return handles by Instagram id: of one creator, or of everybody who was asked for the campaign."""
        async with self._means.storage.read(place.workspace_id) as uow:
            if creator is not None:
                known = await uow.handles.account_of(creator)
                if known is not None:
                    return {known: creator}
            elif place.campaign is not None:
                found, _total = await uow.creators.page(place.campaign.id, states=None, limit=MOST_CREATORS, offset=0)
                ours = [each for each in found if each.profile_id == place.profile.id]
                return {each.creator_ig_id: each.creator_username for each in ours if each.creator_ig_id}
            else:
                return {}
        return {await self.account(place, creator): creator}

    async def account(self, place: Place, username: str) -> str:
        """Return the Instagram id behind a handle. Raises GraphError, CreatorNotFound above all."""
        access = Access(place.access.ig_id, place.access.token)
        return (await self._means.graph.creators.discover(access, username=username)).ig_id

    async def _found(self, place: Place, accounts: Sequence[str]) -> tuple[list[Content], bool]:
        found: list[Content] = []
        for start in range(0, max(len(accounts), 1), CREATORS_IN_A_CALL):
            search = Search(partner_ig_ids=accounts[start : start + CREATORS_IN_A_CALL])
            rows = contents(self._means.graph, place.access, search, now=self._means.now())
            async for content in rows:
                if content.author is not None and content.author.ig_id == place.access.ig_id:
                    continue  # the brand's own
                if len(found) == MOST_POSTS:
                    return found, True
                found.append(content)
        return found, False

    async def _drawn_up(
        self, place: Place, found: Sequence[Content], *, creators: Mapping[str, str]
    ) -> list[PostFacts]:
        authors = {each.author.ig_id for each in found if each.author and each.author.ig_id}
        async with self._means.storage.read(place.workspace_id) as uow:
            codes = await codes_in(uow, [key_of_content(each) for each in found], sight=place.sight)
            connected = await connected_of(self._means, uow, authors, campaign_id=place.campaign_id)
        posts = []
        for each in found:
            code, facts = codes.get(key_of_content(each), (None, None))
            author = each.author
            ig_id = author.ig_id if author and author.ig_id else ""
            posts.append(
                of_content(
                    each,
                    brand_ig_id=place.access.ig_id,
                    username=creators.get(ig_id) or (author.name if author and author.name else ig_id),
                    code=code,
                    code_facts=facts,
                    connected=connected.get(ig_id),
                )
            )
        return posts


def _illustrated(post: PostFacts, public: PublicPost | None) -> PostFacts:
    """Add what everybody sees of a post to what the brand was told."""
    if public is None:
        return post
    return replace(
        post,
        picture_url=public.picture_url,
        caption=post.caption or public.caption[:LONGEST_CAPTION],
        created_on=post.created_on or (public.posted_at.date() if public.posted_at else None),
    )
