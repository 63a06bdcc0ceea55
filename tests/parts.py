"""How a run shares its tests out to its processes: parts, who does which, and which come first."""

from __future__ import annotations

import os
from pathlib import Path

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

LONGEST = (
    "test_nowhere_seen",
    "test_kill_hearing",
    "test_signing",
    "test_bad_meta",
    "test_kill_asking",
    "test_campaigns",
    "test_bad_slack",
    "test_kill_connecting",
    "test_whole_campaign",
    "test_kill_steps",
    "test_lost_work",
    "test_connect_pages",
    "test_looking_across",
    "test_two_workers",
    "test_connect",
    "test_import_lists",
    "test_lists_by_hand",
)
"""The files of stories that take longest: who begins them last waits for them."""

WAITING = frozenset({"web", "handlers", "engine"})
"""The folders besides the stories whose tests wait for other processes more than they compute."""

ALONE = frozenset(
    {
        "test_kill_hearing",
        "test_signing",
        "test_kill_asking",
        "test_kill_connecting",
        "test_kill_steps",
        "test_lost_work",
        "test_two_workers",
        "test_import",
        "test_nudges_by_hand",
    }
)
"""Those whose tests share nothing with each other: each is given out by itself."""

PATIENT = os.cpu_count() or 1
"""So many processes of a run do what is no story, in whatever time the stories leave."""


def is_patient(worker: str) -> bool:
    """Tell whether a process of the run does what is no story, by its name: `gw0`, `gw1`, …"""
    return int(worker.removeprefix("gw")) < PATIENT


def rank(file: Path) -> tuple[int, bool]:
    """Say what comes first: the longest stories, and of the rest what waits."""
    return LONGEST.index(file.stem) if file.stem in LONGEST else len(LONGEST), file.parent.name not in WAITING


def is_story(nodeid: str) -> bool:
    """Tell whether a test, a part or a file of tests is of the stories."""
    return "/stories/" in nodeid


def part_of(nodeid: str) -> str:
    """Name the tests that one process does: a file, of the stories one database's half, and of the longest a test."""
    file = nodeid.split("::", 1)[0]
    if not is_story(file):
        return file
    return nodeid if Path(file).stem in ALONE else f"{file}[{'postgresql' in nodeid}]"


class Parts(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Gives each process a part at a time: to a few what is no story, to the others stories, which mostly wait.

    So there is work for all processors at any time, and who is waited for comes first (`pytest_configure`). What is no story
    and waits for a browser or another process is begun by one of the few; the others meet it from the far end, where there is
    only to compute. The few help with stories that are left, but of the others only one at a time with the rest: more who
    compute than there are processors throw each other's memory out of the caches, and each test costs a third more.
    """

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)

    def _reschedule(self, node: WorkerController) -> None:
        has_stories = any(is_story(part) for part in self.workqueue)
        if has_stories or is_patient(node.gateway.id) or node.shutting_down or self._has_room_beside(node):
            super()._reschedule(node)
        else:
            node.shutdown()  # after what it was given

    def _has_room_beside(self, node: WorkerController) -> bool:
        """Tell whether no more than the few, or as many others, have what is no story to do."""
        return sum(self._computes(other) for other in self.nodes if other is not node) <= PATIENT

    def _computes(self, node: WorkerController) -> bool:
        """Tell whether a process has what is no story to do."""
        given = self.assigned_work[node].values()
        return any(not is_done and not is_story(nodeid) for tests in given for nodeid, is_done in tests.items())

    def _assign_work_unit(self, node: WorkerController) -> None:
        wants_story = not is_patient(node.gateway.id)
        wanted = [part for part in self.workqueue if is_story(part) is wants_story]
        if wanted:
            begins_at_the_end = not wants_story and node.gateway.id != "gw0"
            self.workqueue.move_to_end(wanted[-1 if begins_at_the_end else 0], last=False)
        super()._assign_work_unit(node)
