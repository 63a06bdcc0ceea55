"""The page of the sandbox: a workspace on one side, a creator's phone on the other."""
