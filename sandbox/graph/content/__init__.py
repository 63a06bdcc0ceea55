"""Which posts a brand could make ads of: the new edge for both platforms, and the two old ones until their end."""
