"""`/partnership help`: a command without listeners of its own."""
