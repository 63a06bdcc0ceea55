"""The Graph sandbox as one ASGI application; nothing else wires its parts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.graph import pictures
from sandbox.graph.budget import Budget
from sandbox.graph.calls import Calls
from sandbox.graph.comments.control import CommentControl
from sandbox.graph.control import Control
from sandbox.graph.crowd import CrowdControl
from sandbox.graph.login.control import LoginControl
from sandbox.graph.login.site import Site
from sandbox.graph.pages_api.control import PageControl
from sandbox.graph.people_control import PeopleControl
from sandbox.graph.posts.control import PostControl
from sandbox.graph.rules import Names, Rules
from sandbox.graph.service import Service
from sandbox.graph.webhooks import listen
from sandbox.graph.webhooks.callbacks import Callbacks
from sandbox.graph.webhooks.control import WebhooksControl
from sandbox.graph.webhooks.deliveries import Deliveries
from sandbox.graph.webhooks.settings import Settings
from sandbox.graph.world import World
from sandbox.stream import Stream

_CSS = Path(__file__).parents[1] / "page/static/css"


def build(*, clock: Clock, names: Names = "guide") -> Starlette:
    """Build the service: `/vNN.0/...` and `/_control/...`, relative to where it is mounted.

    Whoever serves it wraps the outermost application in `sandbox.faults.allow_drops`, so that answers can be lost.
    """
    stream = Stream()
    world = World(clock=clock, stream=stream)
    rules, faults, budget, calls = Rules(names=names), Faults(clock=clock), Budget(clock=clock), Calls()
    service = Service(clock=clock, world=world, rules=rules, faults=faults, budget=budget, calls=calls)
    control = Control(
        clock=clock,
        world=world,
        rules=rules,
        faults=faults,
        budget=budget,
        calls=calls,
        stream=stream,
        names=names,
    )
    deliveries, callbacks = Deliveries(clock=clock), Callbacks(world=world)
    listen(world, rules=rules, deliveries=deliveries, callbacks=callbacks)
    families = (CommentControl, CrowdControl, LoginControl, PageControl, PeopleControl, PostControl)
    controls = (control, WebhooksControl(deliveries, callbacks), *(family(world) for family in families))
    return Starlette(
        routes=[
            Mount("/_control", routes=[route for part in controls for route in part.routes()]),
            Mount("/_css", app=StaticFiles(directory=_CSS)),
            *Site(world).routes(),
            *Settings(world, callbacks).routes(),
            Route("/_pictures/{ig_id}.svg", partial(pictures.draw, world)),
            Route("/{path:path}", service.serve, methods=["GET", "POST", "PUT", "DELETE"]),
        ]
    )
