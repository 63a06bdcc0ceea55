"""`greenlight check` finds what a run would trip over, and says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.nursery import running_sandbox
from tests.stories.desk import a_desk

pytestmark = [pytest.mark.story]

ROOT = Path(__file__).parents[2]


async def test_a_token_that_lacks_a_scope_is_named_with_what_to_do(tmp_path: Path) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    manifest["oauth_config"]["scopes"]["bot"].remove("groups:history")
    (tmp_path / "older.yml").write_text(yaml.safe_dump(manifest))
    database = f"sqlite:///{tmp_path / 'greenlight.sqlite'}"
    with (
        running_sandbox("slack", "--manifest", str(tmp_path / "older.yml")) as slack,
        running_sandbox("graph") as graph,
    ):
        async with a_desk((slack, graph), folder=tmp_path, database_url=database) as desk:
            done = await desk.command("check")
    assert done.returncode == 2
    assert "The token lacks groups:history." in done.stdout
    assert "manifest.yml" in done.stdout
