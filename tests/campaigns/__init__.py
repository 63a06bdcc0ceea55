"""What becomes of campaigns over time, over both databases, with the sandbox for Slack and durable work done by hand."""
