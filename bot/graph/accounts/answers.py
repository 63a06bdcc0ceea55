"""What Meta answers about a login's accounts. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.graph.scalars import handle_of, link_of, secret_of, text_of


def _tasks_of(value: Any) -> frozenset[str] | None:
    """Read tasks in one spelling: a Page of the new kind writes `PROFILE_PLUS_ADVERTISE` for `ADVERTISE`."""
    if not isinstance(value, list):
        return None
    return frozenset(text.upper().removeprefix("PROFILE_PLUS_") for text in map(text_of, value) if text)


def _node_of(value: Any) -> Any:
    """Read a node that is not there as none: Meta leaves it out, or gives null."""
    return value if isinstance(value, dict) and value.get("id") else None


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class OwnAccount(_Row):
    """The brand's own Instagram account, as its node tells of it."""

    ig_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("id", "ig_id"))
    username: Annotated[str, BeforeValidator(handle_of)]


class LinkedInstagram(_Row):
    """An Instagram account that hangs on a Page. `picture_url` expires: show it, do not store it."""

    ig_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("id", "ig_id"))
    username: Annotated[str | None, BeforeValidator(handle_of)] = None
    name: Annotated[str | None, BeforeValidator(text_of)] = None
    picture_url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("profile_picture_url", "picture_url")
    )


class ManagedPage(_Row):
    """A Facebook Page that the person has a role on.

    `linked` became its account when that turned professional; `connected` was named in the Page's settings and
    may be a personal account (reference "Page"). `tasks` is None where Meta did not say.
    """

    id: Annotated[str, BeforeValidator(text_of)]
    name: Annotated[str | None, BeforeValidator(text_of)] = None
    token: Annotated[SecretStr | None, BeforeValidator(secret_of)] = Field(
        default=None, validation_alias=AliasChoices("access_token", "token")
    )
    tasks: Annotated[frozenset[str] | None, BeforeValidator(_tasks_of)] = None
    linked: Annotated[LinkedInstagram | None, BeforeValidator(_node_of)] = Field(
        default=None, validation_alias=AliasChoices("instagram_business_account", "linked")
    )
    connected: Annotated[LinkedInstagram | None, BeforeValidator(_node_of)] = Field(
        default=None, validation_alias=AliasChoices("connected_instagram_account", "connected")
    )


class Business(_Row):
    """A business that the person works in."""

    id: Annotated[str, BeforeValidator(text_of)]
    name: Annotated[str | None, BeforeValidator(text_of)] = None


class BusinessAccount(_Row):
    """A row of any of a business's lists: an Instagram account, or an asset that stands for one.

    An asset's own `id` is not the account's: `ig_user_id` is. Where only `permitted_tasks` (or `tasks`) says
    what the business may do, they are kept.
    """

    ig_id: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias=AliasChoices("ig_user_id", "id", "ig_id"))
    username: Annotated[str | None, BeforeValidator(handle_of)] = Field(
        default=None, validation_alias=AliasChoices("ig_username", "username")
    )
    name: Annotated[str | None, BeforeValidator(text_of)] = None
    picture_url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=AliasChoices("profile_picture_url", "picture_url")
    )
    tasks: Annotated[frozenset[str] | None, BeforeValidator(_tasks_of)] = Field(
        default=None, validation_alias=AliasChoices("permitted_tasks", "tasks")
    )
