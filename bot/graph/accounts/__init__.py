"""The brand's own accounts."""
