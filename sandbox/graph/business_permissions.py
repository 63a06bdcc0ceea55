"""`/{business-id}/ig_bc_ad_permissions`: the permissions of all accounts of a business (Meta: Business, reference of 2022).

The scopes it needs and the numbers of its statuses are in no document: here it needs those of the single list, and has
the numbers of the Facebook guide. The rule `business_permissions` says how it answers, or that it is not there.
"""

from __future__ import annotations

from typing import Any

from sandbox.graph import accounts, business
from sandbox.graph.assets import Business
from sandbox.graph.errors import bad_parameter, unknown_field
from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick, read_ids, write_page
from sandbox.graph.model import Creator, Permission, Profile, Status
from sandbox.graph.visit import Endpoint, Visit

EDGE = "ig_bc_ad_permissions"
NUMBERS = {
    Status.PENDING: 1,
    Status.APPROVED: 2,
    Status.REJECTED: 3,
    Status.REVOKED: 4,
    Status.CANCELED: 6,
}
_SCOPES = ("business_management", "instagram_basic", "instagram_branded_content_ads_brand")
_DEFAULT = "brand_ig_fbid,creator_ig_user,permission_status"
_SUMMARY = "pending_permission_count"


def list_all(visit: Visit, node: Business) -> dict[str, Any]:
    """List the permissions of every account of the business, newest first, by brand, creator and status.

    Raises GraphError (code 100) for an account of somebody else's, an unknown summary, and where the edge is off.
    """
    if visit.rules.business_permissions == "off":
        raise unknown_field(EDGE, node="Business")
    rows = _filtered(visit, node)
    fields = asked_fields(visit, default=_DEFAULT)
    answer = write_page(visit, rows, write=lambda row: _write(visit, row, fields), most=visit.rules.max_limit)
    if summary := visit.params.get("summary"):
        if summary != _SUMMARY:
            raise bad_parameter(f"Param summary must be {_SUMMARY}")
        pending = sum(row.status is Status.PENDING for row in rows.values())
        answer["summary"] = {_SUMMARY: pending}
    return answer


def _filtered(visit: Visit, node: Business) -> dict[str, Permission]:
    wanted = read_ids(visit.params, "brand_instagram_accounts") or business.reached(node)
    if strangers := set(wanted) - set(business.reached(node)):
        raise bad_parameter(f"Param brand_instagram_accounts has accounts of other businesses: {min(strangers)}")
    numbers = {int(number) for number in read_ids(visit.params, "permission_status")}
    username = visit.params.get("creator_username", "").lower()
    return {
        row.id: row
        for row in reversed(visit.world.permissions())
        if row.brand.ig_id in wanted
        and (not numbers or NUMBERS[row.status] in numbers)
        and row.creator.username.startswith(username)
    }


def _write(visit: Visit, row: Permission, fields: tuple[Field, ...]) -> dict[str, Any]:
    is_number = visit.rules.business_permissions == "integers"

    def user(account: Profile | Creator, field: Field) -> dict[str, Any]:
        whole = accounts.describe(account, base_url=visit.call.base_url)
        return pick(whole, field.inside or (Field("id"),), node=accounts.NODE)

    def page(account: Profile | Creator) -> dict[str, Any] | None:
        linked = next((each for each in visit.world.pages if each.instagram == account.ig_id), None)
        return {"id": linked.id, "name": linked.name} if linked else None

    whole = {
        "brand_ig_fbid": row.brand.ig_id,
        "brand_ig_user": lambda field: user(row.brand, field),
        "brand_linked_fb_page": page(row.brand),
        "creator_ig_user": lambda field: user(row.creator, field),
        "creator_linked_fb_page": page(row.creator),
        "permission_created_time": int(row.created_at),
        "permission_status": NUMBERS[row.status] if is_number else row.status.value,
    }
    return pick(whole, fields, node="BusinessIGBCAdsPermission", always="brand_ig_fbid")


ENDPOINTS = (Endpoint("GET", Business, EDGE, list_all, scopes=_SCOPES),)
