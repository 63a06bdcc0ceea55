"""Messages: our own Slack messages, each posted once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CampaignId, ChannelId, RequestId, WorkspaceId
from storage.repositories.locking import locked, own
from storage.tables import LIVE_STATES, Campaign, Message, Request


def card_key(subject_id: str) -> str:
    """Return the key of the card of a request, or of a list of them."""
    return f"card:{subject_id}"


class Messages:
    """The Slack messages of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, message: Message) -> None:
        """Add a message that is to be posted."""
        message.workspace_id = self._workspace_id
        self._session.add(message)

    async def get(self, key: str, *, lock: bool = False) -> Message | None:
        """Return one message; `lock` keeps others from changing it until the commit."""
        if not lock:
            return await own(self._session, Message, key, workspace_id=self._workspace_id)
        return await self._session.scalar(locked(self._ours().where(Message.key == key)))

    async def card_of(self, request_id: RequestId) -> Message | None:
        """Return the card of a request."""
        return await self.get(card_key(request_id))

    async def card_for(self, request: Request) -> Message | None:
        """Return the card that stands for a request: its own, or that of the list it came with."""
        return await self.card_of(request.id) or await self.get(card_key(request.submission_id))

    async def cards_for(self, requests: Sequence[Request]) -> dict[RequestId, Message]:
        """Return the cards that stand for several requests, by request: each its own, or that of its list."""
        keys = {card_key(each.id) for each in requests} | {card_key(each.submission_id) for each in requests}
        found = {each.key: each for each in await self._session.scalars(self._ours().where(Message.key.in_(keys)))}
        cards = {each.id: found.get(card_key(each.id)) or found.get(card_key(each.submission_id)) for each in requests}
        return {request_id: card for request_id, card in cards.items() if card is not None}

    async def held_of(self, request_id: RequestId) -> Sequence[Message]:
        """Return the messages of a request that were held back, oldest first."""
        query = self._ours().where(
            Message.request_id == request_id, Message.held_since.is_not(None), Message.ts.is_(None)
        )
        return (await self._session.scalars(query.order_by(Message.created_at))).all()

    async def held_in(self, channel_id: ChannelId) -> Sequence[Message]:
        """Return the messages of a channel that were held back, oldest first."""
        query = self._ours().where(
            Message.channel_id == channel_id, Message.held_since.is_not(None), Message.ts.is_(None)
        )
        return (await self._session.scalars(query.order_by(Message.created_at))).all()

    async def unposted_of(self, campaign_id: CampaignId) -> Sequence[Message]:
        """Return the messages about a campaign's requests that are not posted yet, oldest first, locked until the commit."""
        query = self._ours().join(Request, Request.id == Message.request_id)
        query = query.where(Request.campaign_id == campaign_id, Message.ts.is_(None)).order_by(Message.created_at)
        return (await self._session.scalars(query.with_for_update(of=Message))).all()

    async def shown_of(self, campaign_id: CampaignId, *, is_live: bool, is_elsewhere: bool) -> Sequence[RequestId]:
        """Return the requests, the newest change first, whose cards show a campaign: one request for the card of a list.

        `is_live` leaves out cards of single requests that have ended, `is_elsewhere` those in the campaign's own channel.
        """
        query = select(Message.request_id).join(Request, Request.id == Message.request_id)
        query = query.join(Campaign, Campaign.id == Request.campaign_id)
        query = query.where(Message.workspace_id == self._workspace_id, Campaign.id == campaign_id)
        query = query.where(Message.audit_id.is_(None))
        if is_live:
            is_of_list = Message.key != literal(card_key("")).concat(Message.request_id)
            query = query.where(or_(Request.state.in_(LIVE_STATES), is_of_list))
        if is_elsewhere:
            query = query.where(Message.channel_id != Campaign.channel_id)
        return (await self._session.scalars(query.order_by(Request.changed_at.desc()))).all()

    async def follow(self, *, old: ChannelId, new: ChannelId) -> None:
        """Have every message of a channel belong to its new id; posted ones keep their `ts`."""
        ours = (Message.workspace_id == self._workspace_id, Message.channel_id == old)
        await self._session.execute(update(Message).where(*ours).values(channel_id=new))

    def _ours(self) -> Select[Message]:
        return select(Message).where(Message.workspace_id == self._workspace_id)
