"""The catalogues: what comes with Greenlight has no flaw, and a flaw in a file is named and never shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.words import english, read_language, say, shipped, shipped_codes, speaking
from bot.words.catalogue import places
from tests.words.languages import accented, made_up


@pytest.mark.parametrize("code", shipped_codes())
def test_a_language_that_comes_with_greenlight_has_no_flaw(code: str) -> None:
    assert shipped(code).flaws == ()


def test_english_comes_with_greenlight_and_others_are_known_by_their_folders_alone() -> None:
    assert "en" in shipped_codes()
    with pytest.raises(KeyError):
        shipped("xx")


def test_each_sentence_of_english_stands_in_the_file_its_key_begins_with() -> None:
    for file in (Path("bot/words/en")).glob("*.po"):
        assert {key.split(".")[0] for key in read_keys(file)} == {file.stem}


def test_every_sentence_of_english_says_something_and_its_forms_agree() -> None:
    for key, message in english().messages.items():
        assert len({each - {"count"} for each in places(message)}) == 1, key


def test_a_whole_translation_is_taken_whole(tmp_path: Path) -> None:
    language = accented(tmp_path)

    assert language.flaws == ()
    assert set(language.messages) == set(english().messages)


@pytest.mark.parametrize(
    ("key", "text", "flaw"),
    [
        ("profiles.since", "seit gestern", "must have these places: moment"),
        ("profiles.since", "seit {momento}", "must have these places: moment"),
        ("profiles.since", "seit {moment} bei {token}", "must have these places: moment"),
        ("profiles.never_read", "nie {moment}", "must have these places: none"),
        ("profiles.connected", "{count} Profile", "is one sentence"),
        ("profiles.never_read", ("nie", "nie"), "is one sentence"),
        ("profiles.unheard_of", "unerhört", "English has no such key"),
        ("profiles.connected", ("{count} Profil", ""), "needs 2 plural forms"),
    ],
)
def test_a_sentence_that_could_go_wrong_is_named_and_said_in_english(
    tmp_path: Path, key: str, text: str | tuple[str, ...], flaw: str
) -> None:
    language = made_up(tmp_path, "de", {key: text, "state.approved": "Genehmigt"})

    assert [flaw in each and key in each for each in language.flaws] == [True]
    with speaking(language):
        assert say("state.approved") == "Genehmigt"
        assert say("profiles.since", moment="noon") == "since noon"
        assert say("profiles.connected", count=2) == "2 profiles connected"


def test_a_form_for_a_single_number_may_do_without_the_number(tmp_path: Path) -> None:
    language = made_up(tmp_path, "de", {"profiles.connected": ("Ein Profil", "{count} Profile")})

    assert language.flaws == ()
    with speaking(language):
        assert say("profiles.connected", count=1) == "Ein Profil"


def test_a_sentence_that_stands_twice_is_named(tmp_path: Path) -> None:
    language = made_up(tmp_path, "de", {"state.approved": "Genehmigt"})
    shutil.copy(tmp_path / "de/all.po", tmp_path / "de/again.po")

    (flaw,) = read_language(tmp_path / "de", beside=english()).flaws
    assert flaw.endswith("state.approved: twice")
    assert language.flaws == ()


def test_a_sentence_not_translated_yet_or_not_sure_of_is_said_in_english(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de/all.po").write_text(
        'msgid "state.approved"\nmsgstr ""\n\n#, fuzzy\nmsgid "state.declined"\nmsgstr "Vielleicht"\n'
    )
    language = read_language(tmp_path / "de", beside=english())

    assert language.flaws == ()
    with speaking(language):
        assert [say("state.approved"), say("state.declined")] == ["Approved", "Declined"]


def read_keys(file: Path) -> set[str]:
    """Name the keys of one file."""
    return {line.split('"')[1] for line in file.read_text().splitlines() if line.startswith('msgid "')} - {""}
