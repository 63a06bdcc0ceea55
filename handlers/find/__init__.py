"""`/partnership find`: a command without listeners of its own."""
