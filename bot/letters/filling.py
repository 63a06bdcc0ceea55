"""A template is filled in for one request, with what is stored of it."""

from __future__ import annotations

from bot.letters.template import Values, filled
from storage.ids import PersonId
from storage.tables import Campaign, Profile, Request
from storage.unit_of_work import UnitOfWork


async def filled_for(
    uow: UnitOfWork,
    request: Request,
    campaign: Campaign,
    *,
    template: str,
    by: PersonId | None,
    creator: str | None = None,
) -> str:
    """Fill a template in as `by` would send it; without anybody, as who asked would.

    `creator` is how the creator is called, where that is not the handle: in a text that several get.
    """
    profile: Profile | None = await uow.profiles.get(request.profile_id)
    assert profile is not None, "a request's profile is never deleted"
    sender = by or request.asked_by
    name = await uow.names.of(sender) if sender is not None else None
    values = Values(
        creator=creator or request.creator_username,
        profile=profile.username,
        campaign=campaign.name,
        sender=name or profile.username,
    )
    return filled(template, values)
