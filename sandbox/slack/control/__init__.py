"""The control API: how tests, the page and benchmarks move the workspace."""
