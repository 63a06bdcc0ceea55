"""`/partnership profiles`: a command without listeners of its own."""
