"""How Meta's servers reach the app: ten seconds of patience, and no proxy of this machine's."""

from __future__ import annotations

from functools import cache
from ssl import SSLContext

import httpx

NO_ANSWER = (httpx.HTTPError, httpx.InvalidURL)
"""What is raised when nobody answers, or the address is none."""

_PATIENCE = 10.0


def caller() -> httpx.AsyncClient:
    """Open a client for calls to the app; close it after use."""
    return httpx.AsyncClient(timeout=_PATIENCE, verify=_authorities(), trust_env=False)


@cache
def _authorities() -> SSLContext:
    # Reading the certificates takes longer than a delivery: once is enough.
    return httpx.create_ssl_context()
