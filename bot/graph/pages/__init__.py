"""Account-level permissions between Facebook Pages."""
