"""The composition root: what is outside -> what use cases share -> use cases -> durable work -> pages. Nothing else wires."""

from __future__ import annotations

from starlette.routing import Route

from bot.services import Services
from bot.wiring.listening import services_of
from bot.wiring.outside import Outside
from bot.wiring.paging import pages_of
from bot.wiring.sharing import shared_by_all
from bot.wiring.working import register

__all__ = ["Outside", "wired"]


def wired(outside: Outside) -> tuple[Services, list[Route]]:
    """Put everything together; returns what listeners call, and the pages. The engine is ready to start then."""
    shared = shared_by_all(outside)
    services = services_of(outside, shared)
    register(outside, shared, services)
    return services, pages_of(outside, shared, services)
