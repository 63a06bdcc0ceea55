"""One language's sentences: read from its folder, checked against English, and found by key.

The files are GNU gettext's (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html) with keys for msgids, so
that English has a file like every other language. Which plural form a number takes is Babel's to say.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
PLACE = re.compile(r"\{(\w+)\}")
"""Where a value goes. Values are put in as they are and never read again, whatever braces they hold."""

_SHIPPED = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Language:
    """The sentences of one language; what it lacks is said in English."""

    code: str
    locale: Locale
    messages: Mapping[str, Message]
    """By key: what the files hold and can be used."""
    texts: GNUTranslations
    flaws: tuple[str, ...] = ()
    """What its files have wrong, a line each, for whoever translates; none of it is ever shown."""

    def text(self, key: str, *, count: int | None = None) -> str | None:
        """Return the sentence as it is written in the file, or None where even English has none."""
        found = self.texts.gettext(key) if count is None else self.texts.ngettext(key, key, count)
        return found if found != key else None


def read_language(folder: Path, *, beside: Language | None = None) -> Language:
    """Read a language's folder, named by its code (`de`, `pt_BR`). `beside` is English, for every other one.

    A message that `beside` does not have, or whose places or plural forms differ from what they must be, is left out and
    named among the flaws.
    """
    locale = Locale.parse(folder.name)
    catalog, flaws = Catalog(locale=locale), []
    messages: dict[str, Message] = {}
    for file in sorted(folder.glob("*.po")):
        with file.open("rb") as lines:
            for message in read_po(lines, locale=locale, abort_invalid=True):
                if not message.id or not any(_forms(message)) or message.fuzzy:
                    continue  # the file's head, or not translated yet
                key = _key(message)
                if wrong := "twice" if key in messages else _wrong(message, catalog, beside):
                    flaws.append(f"{file.name}: {key}: {wrong}")
                    continue
                messages[key] = message
                catalog[key] = message
    return Language(
        code=folder.name, locale=locale, messages=messages, texts=_usable(catalog, beside), flaws=tuple(flaws)
    )


@cache
def english() -> Language:
    """Return English."""
    return read_language(_SHIPPED / ENGLISH)


@cache
def shipped(code: str) -> Language:
    """Return a language that comes with Greenlight; raises KeyError for any other."""
    if code not in shipped_codes():
        raise KeyError(code)
    return english() if code == ENGLISH else read_language(_SHIPPED / code, beside=english())


def shipped_codes() -> list[str]:
    """Name the languages that come with Greenlight."""
    return sorted({file.parent.name for file in _SHIPPED.glob("*/*.po")})


def places(message: Message) -> list[frozenset[str]]:
    """Return which values each form of a message has a place for."""
    return [frozenset(PLACE.findall(form)) for form in _forms(message)]


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _wrong(message: Message, catalog: Catalog, beside: Language | None) -> str | None:
    """Say what makes a message unusable; None when nothing does."""
    if message.pluralizable and (len(_forms(message)) != catalog.num_plurals or not all(_forms(message))):
        return f"needs {catalog.num_plurals} plural forms"
    if beside is None:
        return None
    model = beside.messages.get(_key(message))
    if model is None:
        return "English has no such key"
    if bool(message.pluralizable) is not bool(model.pluralizable):
        return "is one sentence in one language, and several by number in the other"
    # A form for one single number ("one profile") may do without the number; no form may have a place of its own.
    known, needed = frozenset().union(*places(model)), frozenset().union(*places(model)) - {"count"}
    if any(not needed <= each <= known for each in places(message)):
        return f"must have these places: {', '.join(sorted(known)) or 'none'}"
    return None


def _usable(catalog: Catalog, beside: Language | None) -> GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    texts = GNUTranslations(compiled)
    if beside is not None:
        texts.add_fallback(beside.texts)
    return texts
