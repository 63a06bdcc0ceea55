"""What people write under posts and ads, at Instagram and at Facebook."""
