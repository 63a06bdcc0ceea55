"""The bot scopes Greenlight calls Slack with: the least that does the job, as manifest.yml asks for them."""

NEEDED = frozenset(
    {
        "channels:history",  # to look for our own message before a post that may be a repeat
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",  # to hand the results of a list back
        "files:read",  # to read the list that somebody hands over
        "groups:history",
        "im:history",
        "groups:read",
        "im:write",
        "usergroups:read",  # to let a user group carry a role
        "users:read",
    }
)
