"""The Facebook allowlist: which Pages may name the brand's Page as their paid partner."""
