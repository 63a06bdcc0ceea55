"""What is asked about the brand's own accounts."""

from __future__ import annotations

from bot.graph.call import Call, segment


def own_account(ig_id: str) -> Call:
    """Read the brand's own account: whether the token works, and the current username."""
    return Call("GET", f"/{segment(ig_id)}", {"fields": "id,username"})
