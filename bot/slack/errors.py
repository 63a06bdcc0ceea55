"""What can go wrong on the way to Slack.

SlackError                     what happened, why, what to do next
├── SlackBusy                  rate limited, unreachable or failing: worth another try after `wait_seconds`
├── ChannelClosed              the channel cannot be written to: not a member, archived, gone
└── SlackRefused               Slack said no for another reason; `code` is its word
    └── ThreadGone             the message that was to be replied to is not there
"""

from __future__ import annotations

from bot.errors import GreenlightError


class SlackError(GreenlightError):
    """Slack did not do what was asked."""


class SlackBusy(SlackError):
    """Worth another try after `wait_seconds`. The call may have happened all the same."""

    def __init__(self, *, wait_seconds: float, why: str) -> None:
        self.wait_seconds = wait_seconds
        super().__init__("Slack did not answer.", why=why, todo="Try again in a minute.")


class ChannelClosed(SlackError):
    """The channel cannot be written to. `code` is Slack's word for why."""

    def __init__(self, code: str, *, channel_id: str) -> None:
        self.code = code
        self.channel_id = channel_id
        why, todo = _CLOSED[code]
        super().__init__(f"Greenlight cannot write to <#{channel_id}>.", why=why, todo=todo)


class SlackRefused(SlackError):
    """Slack said no; `code` is its word, looked up at https://docs.slack.dev/reference/methods."""

    def __init__(self, code: str, *, method: str) -> None:
        self.code = code
        super().__init__(f"Slack refused {method}.", why=f"It answered “{code}”.", todo=_todo(code, method=method))


class ThreadGone(SlackRefused):
    """What was to be replied to is not there: somebody has deleted it."""


def _todo(code: str, *, method: str) -> str:
    if method == _OF_APP_TOKEN and code in _BAD_TOKEN:
        return "Set GREENLIGHT_SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope connections:write."
    return _TODO.get(code, "Run `greenlight check`.")


_OF_APP_TOKEN = "apps.connections.open"  # noqa: S105 - the method's name
_BAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "token_revoked", "token_expired"}
)
_INVITE = "Type `/invite @Greenlight` in the channel."
_CLOSED = {
    "not_in_channel": ("Greenlight is not a member of it.", _INVITE),
    "channel_not_found": ("It is private and Greenlight is not a member of it, or it is gone.", _INVITE),
    "is_archived": ("The channel is archived.", "Unarchive it, or move the campaign to another channel."),
    "restricted_action": ("Only some people may post there.", "Ask a workspace admin to let Greenlight post."),
}
_TODO = {
    "missing_scope": "Install the app again from manifest.yml, so that it gets the scopes it needs.",
    "invalid_auth": "Set GREENLIGHT_SLACK_BOT_TOKEN to the token on the app's OAuth page.",
    "not_allowed_token_type": "Set GREENLIGHT_SLACK_BOT_TOKEN to the token on the app's OAuth page.",
    "not_authed": "Set GREENLIGHT_SLACK_BOT_TOKEN to the token on the app's OAuth page.",
    "token_revoked": "Install the app again and set GREENLIGHT_SLACK_BOT_TOKEN.",
    "account_inactive": "Install the app again and set GREENLIGHT_SLACK_BOT_TOKEN.",
}
CLOSED_CODES = frozenset(_CLOSED)
GONE_CODES = frozenset({"thread_not_found", "cannot_reply_to_message"})
