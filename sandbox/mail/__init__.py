"""A mail server on this machine: real SMTP, and a page that shows what came in."""
