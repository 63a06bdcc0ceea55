"""The words in which Meta refuses: one exception, and a function for each refusal.

Meta's "Handling errors" guide gives the body; clients must go by code and subcode, for the messages change.
"""

from __future__ import annotations

from typing import Any


class GraphError(Exception):
    """A refusal with everything its body needs, except the trace id that is made when it is written."""

    def __init__(
        self,
        message: str,
        *,
        code: int,
        subcode: int | None = None,
        kind: str = "OAuthException",
        status: int = 400,
        is_transient: bool | None = None,
        title: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.subcode = subcode
        self.kind = kind
        self.status = status
        self.is_transient = is_transient
        self.title = title
        self.advice = advice

    def body(self, fbtrace_id: str) -> dict[str, Any]:
        """Write the error as Meta does: `message` and `code` always, the rest where it applies."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.is_transient is not None:
            error["is_transient"] = self.is_transient
        if self.title is not None:
            error["error_user_title"] = self.title
        if self.advice is not None:
            error["error_user_msg"] = self.advice
        return {"error": error | {"fbtrace_id": fbtrace_id}}


def bad_parameter(reason: str, *, title: str | None = None, advice: str | None = None) -> GraphError:
    """Refuse a parameter that is missing, wrong or not wanted here."""
    transient = False if title else None
    return GraphError(f"(#100) {reason}", code=100, is_transient=transient, title=title, advice=advice)


def unknown_field(name: str, *, node: str) -> GraphError:
    """Refuse a field that the node does not have."""
    return bad_parameter(f"Tried accessing nonexisting field ({name}) on node type ({node})")


def object_missing(object_id: str, *, method: str) -> GraphError:
    """Refuse an id that does not exist or that this token may not see: Meta does not say which."""
    return GraphError(
        f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, cannot be loaded "
        "due to missing permissions, or does not support this operation. Please read the Graph API "
        "documentation at https://developers.facebook.com/docs/graph-api",
        code=100,
        subcode=33,
        kind="GraphMethodException",
    )


def unknown_path(path: str) -> GraphError:
    """Refuse an address that leads nowhere."""
    return GraphError(f"Unknown path components: {path}", code=2500)


def version_missing() -> GraphError:
    """Refuse a call without a version: Meta's pages contradict each other on what it would get."""
    return GraphError("Put the version in the path, as /v26.0/...: unversioned calls are refused here.", code=2500)


def token_missing() -> GraphError:
    """Refuse a call that carries no access token."""
    return GraphError("An access token is required to request this resource.", code=104)


def token_malformed() -> GraphError:
    """Refuse a token that no app ever issued."""
    return GraphError("Invalid OAuth access token - Cannot parse access token", code=190)


def session_ended(subcode: int) -> GraphError:
    """Refuse a token whose session has ended, with the subcode that says why."""
    return GraphError(f"Error validating access token: {_ENDED[subcode]}", code=190, subcode=subcode)


def scope_missing(scope: str) -> GraphError:
    """Refuse a call that needs a permission the person did not give, took back, or let run out."""
    return GraphError(f"(#10) This endpoint requires the '{scope}' permission.", code=10)


def role_missing(task: str) -> GraphError:
    """Refuse a call by somebody whose role on the account is too small."""
    return GraphError(f"(#200) Permissions error: the person needs the {task} task on this account.", code=200)


def proof_missing() -> GraphError:
    """Refuse a server's call without appsecret_proof, as an app with "Require App Secret" does."""
    return GraphError(
        "API calls from the server require an appsecret_proof argument", code=100, kind="GraphMethodException"
    )


def proof_wrong() -> GraphError:
    """Refuse an appsecret_proof that is not of this token and this app's secret."""
    return GraphError("Invalid appsecret_proof provided in the API argument", code=100, kind="GraphMethodException")


def user_not_found(username: str) -> GraphError:
    """Refuse business discovery of a handle nobody has, or of a personal account: the answer is the same."""
    return GraphError(
        "Invalid user id",
        code=110,
        subcode=2207013,
        is_transient=False,
        title="Cannot find User",
        advice=f"The user with username: {username} cannot be found.",
    )


def named(code: int, *, subcode: int | None = None, status: int | None = None) -> GraphError:
    """Build the refusal of a code as Meta words it, for faults and limits; an unlisted code gets plain words."""
    message = _MESSAGES.get(code, f"(#{code}) The sandbox was told to refuse this call.")
    transient = code in _TRANSIENT
    return GraphError(
        message,
        code=code,
        subcode=subcode,
        status=status or (500 if code in (1, 2) else 400),
        is_transient=transient,
        title="Session expired" if code == 190 else None,
        advice="Log in again to go on." if code == 190 else None,
    )


_ENDED = {
    458: "The user has not authorized application 1062417389201354.",
    459: "You cannot access the app till you log in to www.facebook.com and follow the instructions given.",
    460: "The session has been invalidated because the user changed their password or Facebook has changed the session"
    " for security reasons.",
    463: "Session has expired. The current time is past the session's end.",
    464: "Sessions for the user are not allowed because the user is not a confirmed user.",
    467: "This may be because the user logged out or may be due to a system error.",
    492: "The user must be an administrator of the page in order to impersonate it.",
}
_TRANSIENT = frozenset({1, 2, 4, 17, 32, 341, 613, 80002})
_MESSAGES = {
    1: "An unknown error occurred",
    2: "An unexpected error has occurred. Please retry your request later.",
    3: "(#3) Application does not have the capability to make this API call.",
    4: "(#4) Application request limit reached",
    10: "(#10) Application does not have permission for this action",
    17: "(#17) User request limit reached",
    32: "(#32) Page request limit reached",
    100: "(#100) Invalid parameter",
    190: "Error validating access token: Session has expired.",
    200: "(#200) Permissions error",
    368: "The action attempted has been deemed abusive or is otherwise disallowed",
    613: "(#613) Calls to this api have exceeded the rate limit.",
    80002: "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.",
}
