"""`/partnership status`: a command without listeners of its own."""
