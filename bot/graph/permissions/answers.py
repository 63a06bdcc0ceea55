"""What Meta answers about permissions. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.graph.permissions.calls import PENDING_COUNT
from bot.graph.scalars import count_of, handle_of, id_of, link_of, mapping_of, moment_of, raw_of, text_of, without_nulls


def _first(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Permission(BaseModel):
    """One row of `branded_content_ad_permissions`, in any of the spellings Meta gives it.

    Three official lists of field names contradict one another (the account-level guide, the reference page
    and the SDK specification), so each field accepts every spelling, integers become strings, and unknown
    fields are ignored. `id` is empty when Meta gave none (the reference does not list it); `status` is
    Meta's own word, as it came, and empty when it gave none. Times are in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: Annotated[str, BeforeValidator(lambda value: text_of(value) or "")] = ""
    status: Annotated[str, BeforeValidator(raw_of)] = Field(
        default="", validation_alias=_first("permission_status", "status")
    )
    creator_ig_id: Annotated[str | None, BeforeValidator(id_of)] = Field(
        default=None, validation_alias=_first("creator_ig_id", "creator_id")
    )
    creator_username: Annotated[str | None, BeforeValidator(handle_of)] = None
    creator_page_id: Annotated[str | None, BeforeValidator(id_of)] = Field(
        default=None, validation_alias=_first("creator_fb_page_id", "creator_fb_page")
    )
    brand_ig_id: Annotated[str | None, BeforeValidator(id_of)] = Field(
        default=None, validation_alias=AliasChoices("brand_ig_id", AliasPath("brand_ig_user", "id"))
    )
    created_at: Annotated[datetime | None, BeforeValidator(moment_of)] = Field(
        default=None, validation_alias=_first("permission_created_time")
    )
    url: Annotated[str | None, BeforeValidator(link_of)] = Field(
        default=None, validation_alias=_first("permission_url")
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, row: Any) -> Any:
        return without_nulls(row)

    @model_validator(mode="after")
    def _say_whose(self) -> Permission:
        if not (self.id or self.creator_ig_id or self.creator_username):
            raise ValueError("a permission that names neither itself nor a creator")
        return self


class OneBrand:
    """Reads the rows of one brand's list, and refuses a list that is another's: nobody may hear of what is not theirs.

    `brand_ig_user` is named by the id that was asked with. Whether `brand_ig_id`, which the reference has in its place,
    is that id or an older one of the same account is not documented: there all rows have to name the same.
    """

    def __init__(self, ig_id: str) -> None:
        self._ig_id = ig_id
        self._named: str | None = None

    def read(self, row: Any) -> Permission:
        """Read one row. Raises ValueError."""
        permission = Permission.model_validate(row)
        node = row.get("brand_ig_user")
        if isinstance(node, dict) and text_of(node.get("id")) not in (None, self._ig_id):
            raise ValueError("a permission of another brand")
        self._named = self._named or permission.brand_ig_id
        if permission.brand_ig_id not in (None, self._named):
            raise ValueError("permissions of several brands")
        return permission


class BusinessPermission(BaseModel):
    """One row of the list of a whole business; `status` is Meta's own value, a number or a word, as it came."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    brand_ig_id: Annotated[str, BeforeValidator(id_of)] = Field(
        validation_alias=AliasChoices(AliasPath("brand_ig_user", "id"), "brand_ig_fbid", "brand_ig_id")
    )
    creator_ig_id: Annotated[str, BeforeValidator(id_of)] = Field(
        validation_alias=AliasChoices(AliasPath("creator_ig_user", "id"), "creator_ig_user", "creator_ig_id")
    )
    creator_username: Annotated[str | None, BeforeValidator(handle_of)] = Field(
        default=None, validation_alias=AliasChoices(AliasPath("creator_ig_user", "username"), "creator_username")
    )
    creator_page_id: Annotated[str | None, BeforeValidator(id_of)] = Field(
        default=None, validation_alias=_first("creator_linked_fb_page", "creator_page_id")
    )
    status: Annotated[str, BeforeValidator(raw_of)] = Field(
        default="", validation_alias=_first("permission_status", "status")
    )
    created_at: Annotated[datetime | None, BeforeValidator(moment_of)] = Field(
        default=None, validation_alias=_first("permission_created_time", "created_at")
    )


def read_pending_count(document: Any) -> int:
    """Read `{"summary": {"pending_permission_count": 3}}`."""
    count = count_of(mapping_of(mapping_of(document).get("summary")).get(PENDING_COUNT))
    if count is None:
        raise ValueError("no count")
    return count


def read_permission_id(document: Any) -> str:
    """Read `{"id": "<permission>"}`, the answer to a request and to a revoke."""
    permission_id = text_of(mapping_of(document).get("id"))
    if permission_id is None:
        raise ValueError("no id of a permission")
    return permission_id
