"""What can go wrong on the way to Slack.

SlackError                     what happened, why, what to do next
├── SlackBusy                  rate limited, unreachable or failing: worth another try after `wait_seconds`
├── ChannelClosed              the channel cannot be written to: not a member, archived, gone
└── SlackRefused               Slack said no for another reason; `code` is its word
    └── ThreadGone             the message that was to be replied to is not there
"""

from __future__ import annotations

from bot.errors import GreenlightError
from bot.words import say


class SlackError(GreenlightError):
    """Slack did not do what was asked."""


class SlackBusy(SlackError):
    """Worth another try after `wait_seconds`. The call may have happened all the same."""

    def __init__(self, *, wait_seconds: float, why: str) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(say("slack.busy.happened"), why=why, todo=say("slack.busy.todo"))


class ChannelClosed(SlackError):
    """The channel cannot be written to. `code` is Slack's word for why."""

    def __init__(self, code: str, *, channel_id: str) -> None:
        self.code = code
        self.channel_id = channel_id
        super().__init__(
            say("slack.closed.happened", channel=f"<#{channel_id}>"),
            why=say(f"slack.closed_why.{code}"),
            todo=say(f"slack.closed_todo.{code}"),
        )


class SlackRefused(SlackError):
    """Slack said no; `code` is its word, looked up at https://docs.slack.dev/reference/methods."""

    def __init__(self, code: str, *, method: str) -> None:
        self.code = code
        super().__init__(
            say("slack.refused.happened", method=method),
            why=say("slack.refused.why", code=code),
            todo=_todo(code, method=method),
        )


class ThreadGone(SlackRefused):
    """What was to be replied to is not there: somebody has deleted it."""


def _todo(code: str, *, method: str) -> str:
    if method == _OF_APP_TOKEN and code in _BAD_TOKEN:
        return say("slack.refused.set_app_token")
    match code:
        case "missing_scope":
            return say("slack.refused.install_for_scopes")
        case "invalid_auth" | "not_allowed_token_type" | "not_authed":
            return say("slack.refused.set_bot_token")
        case "token_revoked" | "account_inactive":
            return say("slack.refused.install_again")
        case _:
            return say("slack.refused.check")


_OF_APP_TOKEN = "apps.connections.open"  # noqa: S105 - the method's name
_BAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "token_revoked", "token_expired"}
)
CLOSED_CODES = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action"})
GONE_CODES = frozenset({"thread_not_found", "cannot_reply_to_message"})
