"""Digests: what a campaign's channel is told now and then, in one message."""
