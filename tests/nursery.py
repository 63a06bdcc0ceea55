"""Starts Greenlight in processes of its own, quickly: each is a fork of one that has loaded everything and begun nothing.

Loading Greenlight costs a processor a second, and the stories start it some hundreds of times. What is born here is what
`python -m bot` is after its imports: a process of its own, with its own signals and its own end, that can be killed at any
moment. That the command itself starts from nothing is for `tests/stories/test_demo.py` and `tests/reporting/test_takeaway.py` to show.
https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from bot.cli import main
from bot.graph import pooled_http

pooled_http()  # so that whose certificates are trusted is read once, and not by each child
_nursery: ForkServerContext = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["tests.nursery"])


def be_born(
    arguments: list[str], *, environment: Mapping[str, str], out: Path, errors: Path, given: Path | None = None
) -> ForkServerProcess:
    """Run `greenlight <arguments>`; what it prints goes to files, what it is given comes from one."""
    child = _nursery.Process(target=_live, args=(arguments, dict(environment), out, errors, given))
    child.start()
    return child


def command(
    arguments: list[str], *, environment: Mapping[str, str], stdin: str = "", seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run `greenlight <arguments>` to its end, and tell how it ended and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        out, errors, given = (Path(folder) / name for name in ("out", "errors", "given"))
        given.write_text(stdin)
        child = be_born(arguments, environment=environment, out=out, errors=errors, given=given)
        child.join(seconds)
        code = child.exitcode
        assert code is not None, f"greenlight {arguments} did not end:\n{errors.read_text()}"
        return subprocess.CompletedProcess(arguments, code, out.read_bytes().decode(), errors.read_text())


def _live(arguments: list[str], environment: dict[str, str], out: Path, errors: Path, given: Path | None) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for file, mode, number in ((given or Path(os.devnull), "rb", 0), (out, "wb", 1), (errors, "wb", 2)):
        with file.open(mode) as opened:
            os.dup2(opened.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, closefd=False) for number, mode in enumerate("rww"))
    sys.argv = ["greenlight", *arguments]
    gc.freeze()  # as `python -m bot` does once it has loaded
    main()
