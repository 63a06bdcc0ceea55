"""Comments on posts and on ads: reading them, replying, hiding, deleting."""
