"""What the owner of a Page sees of its permissions on the phone."""

from __future__ import annotations

from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.pages_api.store import PagePermissions


def show(permissions: PagePermissions, page: Page) -> list[dict[str, Any]]:
    """List what a Page sent and received, newest first."""
    return [
        {
            "permission_id": str(row.id),
            "page_id": page.id,
            "partner_page_id": row.partner_of(page).id,
            "partner_name": row.partner_of(page).name,
            "is_mine": row.sender is page,
            "status": row.status.name,
            "created_at": row.created_at,
        }
        for row in permissions.of(page)
    ]
