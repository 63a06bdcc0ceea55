"""functions.completeSuccess, functions.completeError."""

from __future__ import annotations

from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.functions import State
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import Answer, Method
from sandbox.slack.workspace import Workspace


def _succeed(workspace: Workspace, arguments: Arguments) -> Answer:
    execution = workspace.executions.running(arguments["function_execution_id"], token=workspace.caller_token)
    outputs = arguments["outputs"]
    known = execution.function.outputs
    odd = [name for name in outputs if name not in known]
    wrong = [name for name, parameter in known.items() if not parameter.takes(outputs.get(name))]
    if odd or wrong:
        raise Refused.invalid(*(f"wrong output: {name}" for name in odd + wrong), error="parameter_validation_failed")
    execution.outputs, execution.state = dict(outputs), State.COMPLETED
    workspace.stream.tell("function")
    return {}


def _fail(workspace: Workspace, arguments: Arguments) -> Answer:
    execution = workspace.executions.running(arguments["function_execution_id"], token=workspace.caller_token)
    execution.error, execution.state = arguments["error"], State.FAILED
    workspace.stream.tell("function")
    return {}


METHODS = [
    Method(
        name="functions.completeSuccess",
        tier=Tier.T3,
        run=_succeed,
        required={"function_execution_id": "string", "outputs": "object"},
    ),
    Method(
        name="functions.completeError",
        tier=Tier.T3,
        run=_fail,
        required={"function_execution_id": "string", "error": "string"},
    ),
]
