"""What a creator grants for one post: that a brand may promote it, and its ad code."""
