"""What people do in the workspace: type commands, use shortcuts, click, fill in, submit, close."""
