"""Looking creators up."""
