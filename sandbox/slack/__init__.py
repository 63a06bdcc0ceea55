"""A strict local Slack workspace: Web API, Socket Mode, signed HTTP, and people who click."""
