"""Steps of workflows that the app carries out: each execution has a token of its own, and is completed once.

https://docs.slack.dev/workflows/workflow-steps/workflow-steps-for-bolt-apps
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.slack.errors import Impossible, Refused
from sandbox.slack.ids import Ids

USER_CONTEXT = "slack#/types/user_context"
_TYPES: Mapping[str, type] = {"boolean": bool, "integer": int, "object": dict, "array": list}
"""Every other type travels as text."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One input or output, as the manifest describes it."""

    name: str
    type: str
    title: str
    description: str
    is_required: bool

    def takes(self, value: Any) -> bool:
        """Tell whether a value is of this type; an empty text is no value where one is required."""
        if value in (None, ""):
            return not self.is_required
        wanted = _TYPES.get(self.type, str)
        return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))

    def as_json(self) -> dict[str, Any]:
        """Write it as the event carries it."""
        about = {"type": self.type, "name": self.name, "title": self.title, "description": self.description}
        return {**about, "is_required": self.is_required}


@dataclass(frozen=True, kw_only=True)
class Function:
    """One step that the app offers."""

    callback_id: str
    title: str
    description: str
    inputs: Mapping[str, Parameter]
    outputs: Mapping[str, Parameter]

    def as_json(self) -> dict[str, Any]:
        """Write it as somebody who builds workflows sees it."""
        about = {"callback_id": self.callback_id, "title": self.title, "description": self.description}
        inputs, outputs = ([each.as_json() for each in some.values()] for some in (self.inputs, self.outputs))
        return {**about, "inputs": inputs, "outputs": outputs}


class State(StrEnum):
    """How an execution stands."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    """The workflow was ended by a person, or took too long for Slack."""


@dataclass(kw_only=True)
class Execution:
    """One run of a step in one run of a workflow."""

    id: str
    workflow_id: str
    token: str
    function: Function
    inputs: dict[str, Any]
    state: State = State.RUNNING
    outputs: dict[str, Any] = field(default_factory=dict)
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give it as the control API does: never with its token."""
        about = {"id": self.id, "callback_id": self.function.callback_id, "state": self.state}
        return {**about, "outputs": self.outputs, "error": self.error}


class Executions:
    """All of one workspace."""

    def __init__(self, *, ids: Ids) -> None:
        self._ids = ids
        self._all: dict[str, Execution] = {}

    def begin(self, function: Function, *, inputs: Mapping[str, Any], user_id: str) -> Execution:
        """Begin one, with inputs that Workflow Builder would let through; raises Impossible for others.

        Who runs the workflow is filled in by Slack itself: a builder cannot set it.
        https://docs.slack.dev/reference/types/user_context-type
        """
        if odd := [name for name in inputs if name not in function.inputs]:
            raise Impossible(f"{function.title} has no input {odd[0]!r}.")
        given = dict(inputs)
        for name, parameter in function.inputs.items():
            if parameter.type == USER_CONTEXT:
                if name in inputs:
                    raise Impossible(f"Nobody can set {name!r}: Slack fills in who runs the workflow.")
                given[name] = {"id": user_id, "secret": self._ids.secret("user context")}
            elif not parameter.takes(given.get(name)):
                raise Impossible(f"{name!r} has no value of type {parameter.type}.")
        execution = Execution(
            id=self._ids.new("Fx"),
            workflow_id=self._ids.new("Wx"),
            token=f"xwfp-{self._ids.secret('function token', length=40)}",
            function=function,
            inputs=given,
        )
        self._all[execution.id] = execution
        return execution

    def all(self) -> list[Execution]:
        """Return every execution, the first first."""
        return list(self._all.values())

    def of_token(self, token: str) -> Execution | None:
        """Return the execution that a token was minted for."""
        return next((each for each in self._all.values() if each.token == token), None)

    def cancel(self, execution_id: str) -> Execution:
        """End one that runs, from outside; raises Impossible."""
        execution = self._all.get(execution_id)
        if execution is None or execution.state is not State.RUNNING:
            raise Impossible(f"No step {execution_id!r} is running.")
        execution.state = State.CANCELED
        return execution

    def running(self, execution_id: str, *, token: str | None) -> Execution:
        """Return one that may be completed with this token; raises Refused as Slack does.

        That the app's own token completes any of its executions is our reading: no page says which tokens do.
        """
        execution = self._all.get(execution_id)
        if execution is None:
            raise Refused("function_execution_not_found")
        other = self.of_token(token or "")
        if other is not None and other is not execution:
            raise Refused("access_denied")
        if execution.state is not State.RUNNING:
            raise Refused("execution_not_in_running_state")
        return execution


def read_functions(content: Mapping[str, Any]) -> dict[str, Function]:
    """Read the functions of a manifest: parameters stand below `properties`, or in the older form directly."""
    return {
        callback_id: Function(
            callback_id=callback_id,
            title=told["title"],
            description=told["description"],
            inputs=_parameters(told["input_parameters"]),
            outputs=_parameters(told["output_parameters"]),
        )
        for callback_id, told in content.items()
    }


def _parameters(told: Mapping[str, Any]) -> dict[str, Parameter]:
    nested = told.get("properties")
    is_nested = isinstance(nested, dict) and "type" not in nested
    required = told.get("required", []) if is_nested else []
    return {
        name: Parameter(
            name=name,
            type=each["type"],
            title=each.get("title", ""),
            description=each.get("description", ""),
            is_required=bool(each.get("is_required")) or name in required,
        )
        for name, each in (nested if is_nested and nested else told).items()
        if isinstance(each, dict)
    }
