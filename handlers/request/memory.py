"""What the request form knows and what it remembers between two clicks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from handlers.blocks import Block
from handlers.request.ids import Action
from handlers.request.preview import kept_preview
from handlers.views import Chosen, elements_of
from storage.ids import CampaignId, ChannelId, ProfileId


class Choice(BaseModel):
    """A campaign or profile as a select shows it."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str


class Memory(BaseModel):
    """The form's private metadata (Slack keeps 3,000 characters of it)."""

    model_config = ConfigDict(frozen=True)

    channel_id: ChannelId | None = None
    campaign: Choice | None = None
    """What was chosen when the form was last drawn: suggestions do not carry the other fields."""
    profile: Choice | None = None
    is_profile_offered: bool = True
    """The profile is the campaign's default or the only one, and follows the campaign; not picked by the person."""
    profile_round: int = 0
    message_round: int = 0
    wants_message: bool = False
    filled_seal: str = ""
    """Tells whether the message is still the template as it was filled in."""
    has_campaigns: bool = True
    is_mail_set_up: bool = False
    by_mail: bool = True
    """The message is to be sent by e-mail where an address is known; counts only where mail is set up."""
    known_of: str = ""
    known_address: str = ""
    """The address that is known of the one creator named, masked, and who that is."""


class Form(BaseModel):
    """The form as it is in front of the person."""

    model_config = ConfigDict(frozen=True)

    memory: Memory
    handles: str = ""
    message: str = ""
    """A template: its places are filled for each creator."""
    email: str = ""
    until: date | None = None
    """The last day of use, where one is agreed."""
    preview: list[Block] = []
    """What the message says once it is filled, as it was drawn last."""

    @property
    def campaign_id(self) -> CampaignId | None:
        """The chosen campaign."""
        return CampaignId(self.memory.campaign.id) if self.memory.campaign else None

    @property
    def profile_id(self) -> ProfileId | None:
        """The chosen profile."""
        return ProfileId(self.memory.profile.id) if self.memory.profile else None

    @property
    def is_mailed(self) -> bool:
        """Whether the message is to be sent by e-mail where an address is known."""
        return self.memory.wants_message and self.memory.is_mail_set_up and self.memory.by_mail

    @property
    def is_message_untouched(self) -> bool:
        """Whether the message is what was filled in, so that it may be filled anew."""
        return not self.message.strip() or seal(self.message) == self.memory.filled_seal

    def remembering(self, **changes: Any) -> Form:
        """Return the form with its memory changed."""
        return self.model_copy(update={"memory": self.memory.model_copy(update=changes)})


def read_form(view: Mapping[str, Any]) -> Form:
    """Read the form from a payload's view: its memory, and over it what was chosen and typed since."""
    memory = Memory.model_validate_json(view["private_metadata"])
    elements = elements_of(view)
    campaign, profile = elements.get(Action.CAMPAIGN), elements.get(Action.PROFILE)
    wants, message, handles = (elements.get(each) for each in (Action.WANTS_MESSAGE, Action.MESSAGE, Action.HANDLES))
    travel, email, until = (elements.get(each) for each in (Action.TRAVEL, Action.EMAIL, Action.UNTIL))
    return Form(
        memory=memory.model_copy(
            update={
                "campaign": _choice(campaign.selected_option) if campaign else memory.campaign,
                "profile": _choice(profile.selected_option) if profile else memory.profile,
                "by_mail": travel.selected_option.value == "mail"
                if travel and travel.selected_option
                else memory.by_mail,
                "wants_message": bool(wants.selected_options) if wants else memory.wants_message,
            }
        ),
        handles=(handles.value or "") if handles else "",
        message=(message.value or "") if message else "",
        email=(email.value or "").strip() if email else "",
        until=until.selected_date if until else None,
        preview=kept_preview(view["blocks"]),
    )


def seal(message: str) -> str:
    """Return a short fingerprint of a message: the message itself would not fit into the form's memory."""
    return hashlib.sha256(message.strip().encode()).hexdigest()[:16]


def _choice(chosen: Chosen | None) -> Choice | None:
    return Choice(id=chosen.value, text=chosen.text.text) if chosen else None
