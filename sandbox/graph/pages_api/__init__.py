"""What is served at api.facebook.com below `/partnership-ads/`: no version, a bearer token, JSON and bare arrays."""
