"""The processes of the demo: what does not come up leaves nothing behind, nor what nobody waits for any more."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from sandbox.processes import DidNotStart, ended, started
from tests.running import until

WITH_A_CHILD = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells start what they start without it
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.DEVNULL)
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
print("starting", file=sys.stderr, flush=True)
if sys.argv[2] == "ready":
    print("ready and waiting", flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


async def child_of(folder: Path) -> int:
    async def look() -> str:
        note = folder / "child"
        return note.read_text() if note.exists() else ""

    return int(await until(look))


async def is_gone(pid: int) -> bool:
    async def look() -> bool:
        return not is_alive(pid)

    return await until(look, seconds=5)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="how it looks after processes needs /proc")
@pytest.mark.parametrize("how", ["late", "given up", "ended"])
async def test_what_is_started_leaves_nothing_behind_however_it_ends(tmp_path: Path, how: str) -> None:
    arguments = ["-c", WITH_A_CHILD, str(tmp_path / "child"), "ready" if how == "ended" else "never"]
    seconds = 2.0 if how == "late" else 30.0
    starting = asyncio.create_task(started("it", arguments, folder=tmp_path, environment={}, seconds=seconds))
    child = await child_of(tmp_path)
    assert is_alive(child)

    if how == "ended":
        process, told = await starting
        assert told == "and waiting"
        await ended(process)
    elif how == "late":
        with pytest.raises(DidNotStart, match=r"it did not start\.\nstarting"):
            await starting
    else:
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting

    assert await is_gone(child)
