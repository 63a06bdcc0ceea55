"""Takes the pictures of docs/ from the running demo: `make shots`. Each room is a part of the guide."""
