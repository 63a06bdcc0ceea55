"""Block Kit's rules: what may stand where, how long, how many, how often."""
