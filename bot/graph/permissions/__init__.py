"""Account-level permissions: asking for them, listing them, ending them."""
