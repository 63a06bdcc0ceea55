"""What use cases about ad codes share: who may do what with one, what is kept of it, and its line of history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.campaigns.place import place_of, workspace_roles
from bot.codes.masking import tail_of
from bot.errors import NotAllowed, NotFound
from bot.policy import Act, check, check_workspace
from bot.posts.facts import CodeFacts, code_facts
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import AdCode, CodeStage
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork


class PostOfCode(BaseModel):
    """The post that a code is for."""

    model_config = ConfigDict(frozen=True)

    media_id: str
    key: str
    permalink: str | None
    creator_ig_id: str
    creator_username: str
    profile_id: ProfileId | None = None
    """The brand it is meant for."""
    campaign_id: CampaignId


def keep(code: AdCode, secret: SecretStr, *, means: PostMeans) -> None:
    """Seal a code into its row; nothing else of it is kept but the end that is shown."""
    code.sealed_code = means.secrets.seal(secret)
    code.tail = tail_of(secret.get_secret_value())


def end(code: AdCode, *, words: str, now: datetime) -> None:
    """Have a code be gone: the sealed text is forgotten with it."""
    code.stage, code.words, code.ended_at = CodeStage.GONE, words, now
    code.sealed_code = None


def note_code(
    means: PostMeans,
    uow: UnitOfWork,
    code: AdCode,
    *,
    deed: str,
    by: str,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> None:
    """Write a line of a code's history; never the code."""
    source = "person" if by[:1] in ("U", "W") else by
    means.note(
        uow,
        tag=f"{source}:code:{deed}",
        by=by,
        subject_id=code.id,
        before={},
        after=after or {},
        labels={"creator": code.creator_username, "post": code.media_id},
        why=why,
    )


def facts_of_code(code: AdCode, *, seen: Sequence[Campaign]) -> CodeFacts:
    """Put together what may be seen of a code by somebody who sees these of its campaigns."""
    return code_facts(code, used_by=[each.name for each in seen])


async def allowed_code(
    means: PostMeans, workspace_id: WorkspaceId, code_id: str, *, person_id: PersonId, act: Act
) -> tuple[AdCode, list[Campaign]]:
    """Return a code and those of its campaigns that a person sees, once the policy allows the act in one of them.

    Raises NotFound in the same words for a code that is not there and for one that is hidden; NotAllowed, SlackError.
    """
    sight = await means.people.sight(person_id)
    async with means.storage.read(workspace_id) as uow:
        code = await uow.codes.get(code_id)
        if code is None or not await uow.codes.is_seen(code_id, sight=sight):
            raise NotFound(say("codes.not_there.happened"), todo=say("codes.not_there.todo"))
        seen = list(await uow.codes.users_of(code_id, sight=sight))
        places = [await place_of(uow, campaign) for campaign in seen]
        roles = await workspace_roles(uow)
    if not places:
        person = await means.people.person(person_id, roles=[roles])
        check_workspace(act, person=person, workspace=roles)
        return code, seen
    refusal: NotAllowed | None = None
    for place in places:
        try:
            check(act, person=await means.people.person(person_id, place=place), place=place)
        except NotAllowed as error:
            refusal = refusal or error
        else:
            return code, seen
    assert refusal is not None, "each place either allows it or refuses"
    raise refusal
