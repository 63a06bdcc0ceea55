"""The permissions between Pages there are, what each side may do with them, and the allowlists of taggers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from sandbox.graph.assets import Page
from sandbox.graph.pages_api.model import PagePermission, Status

_FIRST = 9_210_000_000_000_001
_STEP = 7_918  # even: every id is odd, and no float holds it


class NotPossible(Exception):
    """An action that this side cannot take now; its text is Meta's sentence for the item."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class PagePermissions:
    """The permissions, oldest first, each change announced; ids go on through resets, as Meta never gives one twice."""

    def __init__(self, *, announce: Callable[[PagePermission], None]) -> None:
        self._announce = announce
        self._made = 0
        self._all: list[PagePermission] = []
        self.restricted: set[str] = set()
        """Pages that only Pages on their allowlist may tag."""
        self.allowlists: defaultdict[str, list[str]] = defaultdict(list)

    def reset(self) -> None:
        """Forget everything."""
        self._all = []
        self.restricted.clear()
        self.allowlists.clear()

    def of(self, page: Page) -> list[PagePermission]:
        """List what a Page sent and received, newest first."""
        return [each for each in reversed(self._all) if page in (each.sender, each.receiver)]

    def newest(self, page: Page, partner: Page) -> PagePermission | None:
        """Return the newest permission between two Pages, whoever asked."""
        return next((each for each in self.of(page) if each.partner_of(page) is partner), None)

    def act(self, action: str, *, page: Page, partner: Page, now: float) -> PagePermission:
        """Carry out one action of a Page; raises NotPossible."""
        known = self.newest(page, partner)
        is_sender = known is not None and known.sender is page
        match action, known.status if known else None:
            case "send-request", status if status is None or not status.is_open:
                return self._add(page, partner, now=now)
            case "send-request", _:
                raise NotPossible(400, "An active permission or request already exists for this partner.")
            case "cancel-request", Status.PENDING_APPROVAL if is_sender:
                return self._change(known, Status.CANCELED)
            case "accept-request", Status.PENDING_APPROVAL if not is_sender:
                return self._change(known, Status.APPROVED)
            case "reject-request", Status.PENDING_APPROVAL if not is_sender:
                return self._change(known, Status.REJECTED)
            case "remove-permission", Status.APPROVED:
                return self._change(known, Status.REVOKED if is_sender else Status.SELF_REMOVED)
            case "remove-permission", _:
                raise NotPossible(404, "No active permission found for this partner.")
            case _:
                raise NotPossible(404, "No pending request found for this partner.")

    def _add(self, sender: Page, receiver: Page, *, now: float) -> PagePermission:
        self._made += 1
        added = PagePermission(_FIRST + self._made * _STEP, sender, receiver, Status.PENDING_APPROVAL, now)
        self._all.append(added)
        self._announce(added)
        return added

    def _change(self, permission: PagePermission | None, status: Status) -> PagePermission:
        assert permission is not None
        permission.status = status
        self._announce(permission)
        return permission
