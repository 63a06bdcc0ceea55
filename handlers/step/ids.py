"""The name by which Slack knows the step, as in the manifest."""

STEP = "request_permission"
