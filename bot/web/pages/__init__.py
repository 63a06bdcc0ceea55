"""Greenlight's own pages: pure drawing, facts in, markup out, every value escaped by construction (htpy)."""
