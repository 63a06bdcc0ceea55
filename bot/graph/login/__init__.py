"""Signing in with Facebook: the way to a token, what a token is good for, and giving it back."""
