"""What Instagram accounts have posted, and the ads made of it."""
