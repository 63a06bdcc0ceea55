"""Listeners of one feature."""
