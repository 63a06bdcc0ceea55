"""The local Graph service: what Meta documents of partnership-ad permissions, strictly, with scripted creators."""
