"""What creators and brands published, the ads made of it, and who may do what with a post."""
