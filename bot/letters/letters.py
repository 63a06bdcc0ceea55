"""What people do with letters: mark one as sent, as come back, have it sent once more; and what is known of addresses."""

from __future__ import annotations

from collections.abc import Collection

from bot import policy
from bot.batches.keeping import mentions, without_address
from bot.campaigns.place import place_of
from bot.errors import NotFound, Refused
from bot.letters.addresses import AddressBook, masked
from bot.letters.filling import filled_for
from bot.letters.status import BOUNCEABLE, MARKABLE, REPEATABLE
from bot.letters.writing import begin
from bot.permissions.durable import DurableWork, Means
from bot.permissions.record import Move
from bot.words import say
from storage.ids import CampaignId, PersonId, RequestId, WorkspaceId
from storage.letters import Letter, LetterState
from storage.tables import AuditEntry, Request
from storage.unit_of_work import UnitOfWork


class Letters(DurableWork):
    """The use cases. Each is for those who may write in the campaign: NotAllowed to others, NotFound where it is hidden."""

    def __init__(self, means: Means, *, is_mail_set_up: bool) -> None:
        super().__init__(means)
        self.is_mail_set_up = is_mail_set_up
        self._book = AddressBook(means.secrets)

    async def campaign_of(self, workspace_id: WorkspaceId, letter_id: str) -> CampaignId:
        """Return for which campaign a letter was written; raises NotFound."""
        async with self.storage.read(workspace_id) as uow:
            letter = await uow.letters.get(letter_id)
            request = await uow.requests.get(letter.request_id) if letter else None
        if request is None or request.campaign_id is None:
            raise _gone()
        return request.campaign_id

    async def mark_sent(self, workspace_id: WorkspaceId, letter_id: str, *, person: policy.Person) -> None:
        """Note that a person has sent it. Raises Refused where it was marked or sent already."""
        async with self.storage.write(workspace_id) as uow:
            letter, request = await self._locked(uow, letter_id, person=person)
            _check(letter, MARKABLE)
            move = Move(to=LetterState.MARKED, by=person.id)
            await self.recorder.letter_changed(uow, request, letter, move)

    async def mark_all_sent(self, workspace_id: WorkspaceId, letter_id: str, *, person: policy.Person) -> None:
        """Note that a person has sent every letter that one entry tells of, as far as they were still to be sent.

        Raises Refused where there is none left.
        """
        async with self.storage.write(workspace_id) as uow:
            first, request = await self._locked(uow, letter_id, person=person)
            letters = [each for each in await uow.letters.told_with(first, request) if each.state in MARKABLE]
            if not letters:
                _check(first, MARKABLE)
            for letter in letters:
                theirs = await uow.requests.get(letter.request_id)
                assert theirs is not None, "a letter's request is never deleted"
                await self.recorder.letter_changed(uow, theirs, letter, Move(to=LetterState.MARKED, by=person.id))

    async def mark_bounced(self, workspace_id: WorkspaceId, letter_id: str, *, person: policy.Person) -> None:
        """Note that it came back. Raises Refused where it was not sent."""
        async with self.storage.write(workspace_id) as uow:
            letter, request = await self._locked(uow, letter_id, person=person)
            _check(letter, BOUNCEABLE)
            words = say("letter.came_back", person=f"<@{person.id}>")
            move = Move(to=LetterState.BOUNCED, by=person.id, words=words, is_news=request.asked_by != person.id)
            await self.recorder.letter_changed(uow, request, letter, move)

    async def send_again(self, workspace_id: WorkspaceId, letter_id: str, *, person: policy.Person) -> None:
        """Send it although it may have arrived: a person has decided so. Raises Refused where it is known how it stands."""
        async with self.storage.write(workspace_id) as uow:
            letter, request = await self._locked(uow, letter_id, person=person)
            _check(letter, REPEATABLE)
            await self.recorder.letter_changed(uow, request, letter, Move(to=LetterState.SENDING, by=person.id))
            await begin(uow, letter, now=self.now())

    async def to_copy(self, workspace_id: WorkspaceId, request_id: RequestId, *, by: PersonId) -> str:
        """Return the text a person can bring to the creator: of the newest letter, else the campaign's template filled in.

        Empty where neither is there: what was found at Meta may belong to no campaign.
        """
        async with self.storage.read(workspace_id) as uow:
            if (letter := await uow.letters.newest_of(request_id)) is not None:
                return letter.text
            request = await uow.requests.get(request_id)
            campaign = await uow.campaigns.get(request.campaign_id) if request and request.campaign_id else None
            if request is None or campaign is None:
                return ""
            return await filled_for(uow, request, campaign, template=campaign.template, by=by)

    async def known(self, workspace_id: WorkspaceId, creators: Collection[str]) -> frozenset[str]:
        """Return of which creators an address is known."""
        async with self.storage.read(workspace_id) as uow:
            return await self._book.known(uow, creators)

    async def hint(self, workspace_id: WorkspaceId, creator: str) -> str | None:
        """Return the address that is known of a creator, masked; None where none is."""
        async with self.storage.read(workspace_id) as uow:
            address = await self._book.open(uow, creator)
        return masked(address) if address is not None else None

    async def forget(self, workspace_id: WorkspaceId, creator: str, *, by: PersonId) -> None:
        """Delete the address of a creator, in lists too; what is still to be sent to it is handed to a person."""
        async with self.storage.write(workspace_id) as uow:
            address = await self._book.open(uow, creator)
            await uow.addresses.forget(creator)
            of_nobody = await uow.batches.of_nobody() if address is not None else ()
            elsewhere = [each for each in of_nobody if mentions(each.cells, address or "", self.secrets)]
            for row in (*await uow.batches.of_creator(creator), *elsewhere):
                row.cells = without_address(row.cells, self.secrets)
            uow.audit.append(
                AuditEntry(
                    id=self.new_id(),
                    at=self.now(),
                    tag="person:address:forgotten",
                    actor=by,
                    subject_id=creator,
                    before={},
                    after={},
                    labels={"creator": creator},
                )
            )

    async def _locked(self, uow: UnitOfWork, letter_id: str, *, person: policy.Person) -> tuple[Letter, Request]:
        letter = await uow.letters.get(letter_id, lock=True)
        request = await uow.requests.get(letter.request_id) if letter else None
        if letter is None or request is None or request.campaign_id is None:
            raise _gone()
        place = await place_of(uow, await uow.campaigns.get(request.campaign_id))
        policy.check(policy.Act.WRITE, person=person, place=place)
        return letter, request


def _check(letter: Letter, states: Collection[LetterState]) -> None:
    if letter.state not in states:
        by = say("letter.changed.by", person=f"<@{letter.by}>") if letter.by else ""
        raise Refused(say("letter.changed.happened"), why=by, todo=say("letter.changed.todo"))


def _gone() -> NotFound:
    return NotFound(say("letter.gone.happened"), todo=say("letter.gone.todo"))
