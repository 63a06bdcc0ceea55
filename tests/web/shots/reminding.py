"""What is told without an answer: a nudge, a term that is over, a digest; and what new campaigns begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.permissions.record import GREENLIGHT, TERM_ENDING
from bot.permissions.status import State
from bot.permissions.terms.lasting import day_words
from bot.words import say
from handlers.request.history import draw_history
from storage.ids import PersonId
from tests.handlers.builders import history
from tests.web.shots.camera import Camera

WEST, EAST = "Pacific/Pago_Pago", "Pacific/Kiritimati"
"""25 hours apart: what is today in the west is over in the east, at any moment."""
CREATORS = {"maya.makes": "approve", "nimbus.knits": "decline", "juno.skates": "approve", "slow.sundays": None}


async def take(camera: Camera) -> None:
    """Ask four, nudge the one who does not answer, and have the channel told how it stands."""
    await camera.type("/partnership request " + " ".join(CREATORS))
    form = await camera.window("followers")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Waiting")
    await camera.close_windows()
    for creator, answer in CREATORS.items():
        if answer is not None:
            await camera.answer(creator, answer)
    await camera.message("@nimbus.knits", "as of", "Declined")
    await camera.message("@juno.skates", "as of", "Approved")
    await _nudge(camera)
    await _term(camera)
    await _digest(camera)
    await _settings(camera)


async def _nudge(camera: Camera) -> None:
    await camera.press(await camera.message("@slow.sundays", "as of", "Waiting"), "Nudge now")
    thread = await camera.thread_of(await camera.message("@slow.sundays", "as of", "Nudged"))
    await camera.entry_picture("nudge.png", thread, "Just a reminder")


async def _term(camera: Camera) -> None:
    """Agree on today in the west, and go east: the term is over, and told within seconds."""
    await _move_to(camera, WEST)
    await camera.press(await camera.message("@juno.skates", "as of", "Approved"), "Set term")
    form = await camera.window("Last day of use")
    today = datetime.now(ZoneInfo(WEST)).date()
    await form.get_by_label("Last day of use").fill(today.isoformat())
    await camera.window_picture("term-form.png")
    await camera.press(form, "Save")
    await camera.message("@juno.skates", "as of", "Change term")
    await camera.close_windows()
    await _move_to(camera, EAST)
    await camera.message_picture("term-over.png", "@juno.skates", "its term is over", seconds=90)
    await _move_to(camera, "Europe/Lisbon")
    await _warning(camera, until=today + timedelta(days=7))


async def _warning(camera: Camera, *, until: date) -> None:
    """Post the warning of a week before as it is drawn: none is due before a morning has come after the term was set."""
    why = say("term.ends", count=7, day=day_words(until))
    ana = PersonId(await camera.user("ana"))
    told = history(State.APPROVED, tag=TERM_ENDING, actor=GREENLIGHT, why=why, asked_by=ana)
    await camera.post(draw_history(replace(told, at=datetime.now(UTC))))
    await camera.message_picture("term-ending.png", "It may be used for")


async def _move_to(camera: Camera, zone: str) -> None:
    """Have the campaign's days begin and end elsewhere."""
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("Spring launch"), "Rules")
    rules = await camera.window("Time zone")
    await rules.get_by_label("Time zone").fill(zone)
    await camera.page.get_by_role("listbox").get_by_role("option").filter(has_text=zone).first.click()
    await camera.press(rules, "Save")
    await camera.window("is changed")
    await camera.close_windows()


async def _digest(camera: Camera) -> None:
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("@maya.makes"), "What the channel hears")
    form = await camera.window("Send it now")
    await form.get_by_label("Digest", exact=True).select_option(label="Every week")
    await camera.window_picture("campaign-hears.png", "Send it now")
    await camera.press(form, "Send it now")
    await camera.window("is on its way")
    await camera.close_windows()
    await camera.message_picture("digest.png", "what has happened so far")


async def _settings(camera: Camera) -> None:
    await camera.be("Ben Manager")
    await camera.type("/partnership settings")
    window = await camera.window_picture("settings.png", "Roles in this workspace")
    await camera.press(window, "Change: the message template")
    form = await camera.window_picture("settings-template.png", "Filled in for each creator")
    await camera.press(form, "Cancel")
    window = await camera.window("Roles in this workspace")
    await camera.press(window, "Change: the rules of new campaigns")
    await camera.window_picture("settings-rules.png", "What new campaigns begin with")
