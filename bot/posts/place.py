"""Where somebody looks at posts from: the brand, the campaign, and what of it is there for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.errors import WrongInput
from bot.graph import BusinessAccess
from bot.influencers.access import living
from bot.influencers.scopes import CODES
from bot.policy import Act, Person
from bot.posts.brand import brand_access
from bot.posts.facts import CodeFacts, Connected, code_facts
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import AdCode
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.sight import Sight
from storage.tables import Campaign, Profile
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Place:
    """One brand in one campaign, or in none, as one person may see it."""

    workspace_id: WorkspaceId
    profile: Profile
    access: BusinessAccess
    campaign: Campaign | None
    person: Person
    sight: Sight

    @property
    def campaign_id(self) -> CampaignId | None:
        """The campaign's id."""
        return self.campaign.id if self.campaign else None


async def place_for(
    means: PostMeans,
    workspace_id: WorkspaceId,
    *,
    profile_id: ProfileId,
    campaign_id: CampaignId | None,
    person_id: PersonId,
    act: Act,
) -> Place:
    """Return it once the policy allows the act. Raises NotAllowed, NotFound, WrongInput (`profile`), NoLogin, SlackError."""
    campaign, person = await means.allowed(workspace_id, campaign_id, person_id=person_id, act=act)
    sight = await means.people.sight(person_id)
    async with means.storage.read(workspace_id) as uow:
        profile = await uow.profiles.get(profile_id)
        if profile is None or not profile.can_send:
            raise WrongInput("profile", say("tags.no_profile.happened"), todo=say("tags.no_profile.todo"))
        access = await brand_access(uow, profile, secrets=means.secrets)
    return Place(
        workspace_id=workspace_id, profile=profile, access=access, campaign=campaign, person=person, sight=sight
    )


async def codes_in(uow: UnitOfWork, keys: Collection[str], *, sight: Sight) -> dict[str, tuple[AdCode, CodeFacts]]:
    """Return the codes of posts that are there for a person, with the campaigns of theirs that use them."""
    found = {}
    for key, code in (await uow.codes.of_posts(keys, sight=sight)).items():
        users = await uow.codes.users_of(code.id, sight=sight)
        found[key] = (code, code_facts(code, used_by=[each.name for each in users]))
    return found


async def connected_of(
    means: PostMeans, uow: UnitOfWork, accounts: Collection[str], *, campaign_id: CampaignId | None
) -> dict[str, Connected]:
    """Return what creators' own connections can be used for in this campaign, by Instagram id."""
    found: dict[str, Connected] = {}
    for each in accounts if campaign_id is not None else ():
        if (known := await living(uow, each, now=means.now(), campaign_id=campaign_id)) is not None:
            asset, connection = known
            scopes = connection.scopes
            found[each] = Connected(asset_id=asset.id, may_code=scopes is None or CODES in scopes)
    return found
