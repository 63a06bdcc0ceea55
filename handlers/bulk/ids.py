"""The names Slack hands back."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FORM = "import_form"
    READING = "import_reading"
    TRIAL = "import_trial"
    ACCEPTED = "import_accepted"


class Block(StrEnum):
    """Blocks of the form."""

    PASTE = "import_paste"
    FILE = "import_file"
    CAMPAIGN = "import_campaign"
    PROFILE = "import_profile"
    MESSAGE = "import_message"


class Action(StrEnum):
    """Fields of the form; campaign and profile are searched as in the form that asks."""

    PASTE = "import_paste"
    FILE = "import_file"
    FAILURES = "import_failures"
    RESULTS = "import_results"
    MESSAGE = "import_message"
