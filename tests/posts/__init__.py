"""Posts, tags and ad codes: the use cases over both databases, with work done by hand and Meta as a script."""
