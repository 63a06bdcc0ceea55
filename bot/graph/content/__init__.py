"""Advertisable content: which posts a brand could make ads of, and whether it may."""
