"""Which version serves a call (Meta's "Versions": a dead version is served by the oldest that still works)."""

from __future__ import annotations

from sandbox.graph.call import Call
from sandbox.graph.errors import unknown_path, version_missing

_NEWEST = 26
_OLDEST = 21  # v20.0 ended on 2026-09-24


def served_version(call: Call) -> str:
    """Return the version a call gets; raises GraphError (code 2500) for one that never was, or for none."""
    if call.version is None:
        raise version_missing()
    major, minor = (int(part) for part in call.version[1:].split("."))
    if minor != 0 or not 0 < major <= _NEWEST:
        raise unknown_path(call.path)
    return f"v{max(major, _OLDEST)}.0"
