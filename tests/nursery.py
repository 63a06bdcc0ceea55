"""Starts Greenlight and the sandbox in processes of their own, quickly: forks of one that has loaded all and begun nothing.

Loading Greenlight costs a processor a second, and the stories start it some hundreds of times. What is born here is what
`python -m bot` and `python -m sandbox` are after their imports: a process of its own, with its own signals and its own end,
that can be killed at any moment. That the commands themselves start from nothing is for `tests/stories/test_demo.py` and
`tests/reporting/test_takeaway.py` to show.
https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import bot.cli
import sandbox.__main__
import sandbox.graph.app
import sandbox.mail.app
import sandbox.page.app
import sandbox.slack.app
from bot.graph import pooled_http
from bot.words.catalogue import english

# Read once, and not by each child: how tables and classes belong together, the sentences, whose certificates are trusted.
configure_mappers()
english()
pooled_http()
_nursery: ForkServerContext = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["tests.nursery"])


def be_born(
    arguments: list[str], *, environment: Mapping[str, str], out: Path, errors: Path, given: Path | None = None
) -> ForkServerProcess:
    """Run `greenlight <arguments>`; what it prints goes to files, what it is given comes from one."""
    files = (given or Path(os.devnull), out, errors)
    child = _nursery.Process(target=_live, args=(bot.cli.main, ["greenlight", *arguments], dict(environment), files))
    child.start()
    return child


@contextmanager
def running_sandbox(*arguments: str, port: int = 0) -> Iterator[str]:
    """Run `python -m sandbox <arguments>` (port 0: on a free one); gives the URL from its ready line."""
    command = ["sandbox", *arguments, "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        out, errors = Path(folder) / "out", Path(folder) / "errors"
        files = (Path(os.devnull), out, errors)
        process = _nursery.Process(target=_live, args=(sandbox.__main__.main, command, dict(os.environ), files))
        process.start()
        try:
            while not (out.exists() and (said := out.read_text()).endswith("\n")):
                assert process.is_alive(), f"the sandbox ended before it was ready:\n{errors.read_text()}"
                time.sleep(0.01)
            assert said.startswith("ready "), f"the sandbox said {said!r}"
            yield said.split()[1]
        finally:
            process.terminate()
            process.join(10)


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


def _live(
    main: Callable[[], None], argv: list[str], environment: dict[str, str], files: tuple[Path, Path, Path]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, (file, mode) in enumerate(zip(files, ("rb", "wb", "wb"), strict=True)):
        with file.open(mode) as opened:
            os.dup2(opened.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, closefd=False) for number, mode in enumerate("rww"))
    sys.argv = argv
    gc.freeze()  # as `python -m bot` does once it has loaded
    main()
