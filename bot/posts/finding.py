"""From a pasted address to the post: through the list of what names the brand, the creator's own posts, or public ones."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.errors import Refused, WrongInput
from bot.graph import Access, Content, CreatorNotFound, GraphError, Media, PublicPost
from bot.graph.content.wanted import ContentIds, Permalinks
from bot.influencers.access import NoAsset, creator_access
from bot.policy import Act
from bot.posts.address import Address, NotAPost, key_of, read_address
from bot.posts.brand import contents
from bot.posts.facts import PostFacts
from bot.posts.means import PostMeans
from bot.posts.place import Place, codes_in, connected_of, place_for
from bot.posts.reading import key_of_content, of_content, of_own
from bot.words import say
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId

MOST_OWN = 500
"""Of a creator's own posts, the newest: ten calls."""


class FindingPosts:
    """Finds one post."""

    def __init__(self, means: PostMeans) -> None:
        self._means = means

    async def by_address(
        self,
        workspace_id: WorkspaceId,
        typed: str,
        *,
        profile_id: ProfileId,
        campaign_id: CampaignId | None,
        person_id: PersonId,
        creator: str | None = None,
    ) -> PostFacts:
        """Return the post behind an address; `creator` is whose it has to be, where that is known.

        Raises WrongInput (field `post`) for what is no post's address, is another creator's post, or is found nowhere; and
        as `Boostable.look` does.
        """
        address = read_address(typed)
        if isinstance(address, NotAPost):
            raise WrongInput("post", address.why, todo=say("posts.paste_another"))
        place = await self._place(workspace_id, profile_id, campaign_id, person_id)
        content = await self._content(place, Permalinks(address.forms))
        if content is not None:
            facts = await self._facts(place, content, username=address.username or creator)
            return await self._same_account(place, facts, creator or address.username)
        found = await self._elsewhere(place, address, username=creator or address.username)
        if found is None:
            raise _not_found(place, address)
        return found

    async def by_id(
        self,
        workspace_id: WorkspaceId,
        *,
        media_id: str,
        permalink: str | None,
        username: str,
        profile_id: ProfileId,
        campaign_id: CampaignId | None,
        person_id: PersonId,
    ) -> PostFacts:
        """Return a post of a list once more, as it stands now. Raises as `by_address` does."""
        place = await self._place(workspace_id, profile_id, campaign_id, person_id)
        address = read_address(permalink) if permalink else NotAPost.EMPTY
        lookup = Permalinks([permalink]) if permalink else ContentIds([media_id])
        content = await self._content(place, lookup)
        if content is not None:
            return await self._facts(place, content, username=username)
        found = await self._elsewhere(place, address, username=username) if isinstance(address, Address) else None
        if found is None:
            raise _not_found(place, address if isinstance(address, Address) else None)
        return found

    async def _place(
        self, ws: WorkspaceId, profile_id: ProfileId, campaign_id: CampaignId | None, person_id: PersonId
    ) -> Place:
        return await place_for(
            self._means, ws, profile_id=profile_id, campaign_id=campaign_id, person_id=person_id, act=Act.CHECK
        )

    async def _content(self, place: Place, wanted: Permalinks | ContentIds) -> Content | None:
        async for content in contents(self._means.graph, place.access, wanted, now=self._means.now()):
            return content
        return None

    async def _facts(self, place: Place, content: Content, *, username: str | None) -> PostFacts:
        author = content.author.ig_id if content.author else None
        async with self._means.storage.read(place.workspace_id) as uow:
            codes = await codes_in(uow, [key_of_content(content)], sight=place.sight)
            connected = await connected_of(self._means, uow, [author] if author else (), campaign_id=place.campaign_id)
        code, facts = codes.get(key_of_content(content), (None, None))
        named = content.author.name if content.author and content.author.name else None
        return of_content(
            content,
            brand_ig_id=place.access.ig_id,
            username=username or named or author or "",
            code=code,
            code_facts=facts,
            connected=connected.get(author or ""),
        )

    async def _same_account(self, place: Place, facts: PostFacts, username: str | None) -> PostFacts:
        """Make sure that a post is by whom the address or the card names; raises WrongInput where it is not."""
        if username is None or facts.creator_ig_id is None:
            return facts
        account = await self._account(place, username)
        if account is not None and account != facts.creator_ig_id:
            raise WrongInput(
                "post", say("posts.not_theirs.happened", creator=username), todo=say("posts.paste_another")
            )
        return facts

    async def _account(self, place: Place, username: str) -> str | None:
        async with self._means.storage.read(place.workspace_id) as uow:
            known = await uow.handles.account_of(username)
        if known is not None:
            return known
        try:
            access = Access(place.access.ig_id, place.access.token)
            return (await self._means.graph.creators.discover(access, username=username)).ig_id
        except CreatorNotFound:
            return None

    async def _elsewhere(self, place: Place, address: Address, *, username: str | None) -> PostFacts | None:
        """Look among the posts that the creator's own connection shows, else among those that everybody sees."""
        if username is None:
            return None
        account = await self._account(place, username)
        if account is None:
            return None
        own = [each async for each in self._own(place, account, address)]
        if not own:
            own = await self._public(place, username, address)
        if not own:
            return None
        key = key_of(media_id=own[0].id, permalink=own[0].permalink)
        async with self._means.storage.read(place.workspace_id) as uow:
            codes = await codes_in(uow, [key], sight=place.sight)
            connected = await connected_of(self._means, uow, [account], campaign_id=place.campaign_id)
        code, facts = codes.get(key, (None, None))
        return of_own(
            own[0],
            creator_ig_id=account,
            username=username,
            code=code,
            code_facts=facts,
            connected=connected.get(account),
        )

    async def _own(self, place: Place, account: str, address: Address) -> AsyncIterator[Media | PublicPost]:
        """Find the post among the creator's own; a part of a carousel is told, for it is no post."""
        if place.campaign_id is None:
            return
        try:
            async with self._means.storage.read(place.workspace_id) as uow:
                access = await creator_access(
                    uow, account, secrets=self._means.secrets, now=self._means.now(), campaign_id=place.campaign_id
                )
        except NoAsset:
            return
        read = 0
        async for media in self._means.graph.media.listed(access, with_parts=True):
            read += 1
            if _is_at(media.permalink, address):
                yield media
                return
            if any(_is_at(part.permalink, address) for part in media.parts):
                raise WrongInput("post", say("posts.is_part.happened"), todo=say("posts.is_part.todo"))
            if read == MOST_OWN:
                return

    async def _public(self, place: Place, username: str, address: Address) -> list[Media | PublicPost]:
        access = Access(place.access.ig_id, place.access.token)
        try:
            found = await self._means.graph.creators.posts(access, username=username)
        except GraphError:
            return []  # nothing is known of it that way, which is what the sentence says
        return [each for each in found if _is_at(each.permalink, address)]


def _is_at(permalink: str | None, address: Address) -> bool:
    found = read_address(permalink) if permalink else NotAPost.EMPTY
    return isinstance(found, Address) and found.shortcode == address.shortcode


def _not_found(place: Place, address: Address | None) -> Refused:
    return WrongInput(
        "post",
        say("posts.not_found.happened", profile=place.profile.username),
        why=say("posts.not_found.why"),
        todo=say("posts.not_found.todo" if address is not None and address.username is None else "posts.paste_another"),
    )
