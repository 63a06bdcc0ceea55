"""Tag approval: which creators may name the brand in the paid-partnership label."""
