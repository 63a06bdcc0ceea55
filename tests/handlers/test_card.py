"""The card: what it says and offers in each state, and that nothing put into it can break it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.record import MESSAGE_PREPARED
from bot.permissions.signing.rules import Matter
from bot.permissions.status import State
from handlers.letters.card import LETTER_STATES, draw_letter
from handlers.phrases import STATES, escaped, told
from handlers.request.card import draw_card
from handlers.request.history import draw_history
from storage.ids import ChannelId
from storage.letters import LetterState
from storage.tables import Health, Origin
from tests.handlers.builders import NOON, facts, history, letter, sign_off
from tests.handlers.desk import words_of
from tests.handlers.limits import MESSAGE, broken_limits


def buttons_of(blocks: list[dict[str, Any]]) -> list[str]:
    return [button["text"]["text"] for block in blocks if block["type"] == "actions" for button in block["elements"]]


def mrkdwn_of(shown: Any) -> str:
    """Give what Slack reads markup in; plain text needs no escapes."""
    match shown:
        case {"type": "mrkdwn", "text": str(text)}:
            return text
        case dict():
            return "\n".join(mrkdwn_of(value) for value in shown.values())
        case list():
            return "\n".join(mrkdwn_of(each) for each in shown)
        case _:
            return ""


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (State.SIGNING, ["Sign off", "Refuse", "Take back"]),
        (State.QUEUED, ["Check now"]),
        (State.CHECKING, ["Check now"]),
        (State.WAITING, ["Check now", "Cancel request", "Nudge now", "Set term"]),
        (State.UNSURE, ["Check now", "Cancel request"]),
        (State.APPROVED, ["Check now", "Revoke", "Set term"]),
        (State.DECLINED, ["Ask again"]),
        (State.CANCELLED, ["Ask again"]),
        (State.REVOKED, ["Ask again"]),
        (State.FAILED, ["Ask again"]),
        (State.UNSIGNED, ["Ask again"]),
    ],
)
def test_a_card_says_its_state_by_icon_and_word_and_offers_what_makes_sense(state: State, buttons: list[str]) -> None:
    card = draw_card(facts(state=state), NOON)

    first = card.blocks[0]["text"]["text"]
    assert first == (
        f"{STATES[state].icon} *{STATES[state].word}* · <https://www.instagram.com/maya.makes/|@maya.makes>"
    )
    assert card.text == f"@maya.makes: {STATES[state].word}, sending profile @northlight.skin, campaign Spring Launch"
    assert buttons_of(card.blocks) == buttons


def test_a_card_tells_who_asked_when_it_was_checked_and_as_of_when_it_speaks() -> None:
    words = words_of(draw_card(facts(last_checked_at=NOON - timedelta(minutes=5)), NOON).blocks)

    assert "<@U0ANA> · <!date^1795348800^{date_short_pretty} at {time}|2026-11-22 12:00 UTC>" in words
    assert "*Last checked at Meta*\n<!date^1795348500^" in words
    assert "As of <!date^1795348800^" in words


def test_revoking_is_confirmed_with_what_stops() -> None:
    actions = draw_card(facts(state=State.APPROVED), NOON).blocks[-1]
    revoke = actions["elements"][1]

    assert revoke["style"] == "danger"
    assert revoke["confirm"]["style"] == "danger"
    assert "Running ads under @maya.makes pause" in revoke["confirm"]["text"]["text"]


@pytest.mark.parametrize("state", list(State))
def test_what_a_button_is_called_begins_with_the_words_on_it(state: State) -> None:
    for button in draw_card(facts(state=state), NOON).blocks[-1]["elements"]:
        assert button["accessibility_label"].startswith(button["text"]["text"])


def test_cancelling_promises_no_more_than_meta_documents() -> None:
    cancel = draw_card(facts(), NOON).blocks[-1]["elements"][1]

    assert "the card then shows what Meta's list says" in cancel["confirm"]["text"]["text"]


@pytest.mark.parametrize("state", [State.QUEUED, State.CHECKING, State.UNSURE])
def test_a_request_under_way_says_after_its_trouble_that_nobody_has_to_act(state: State) -> None:
    slow = facts(state=state, state_words="Meta asks to slow down: ask again in a minute.")

    assert "ask again in a minute.\n*Greenlight goes on by itself*: do not ask a second time." in words_of(
        draw_card(slow, NOON).blocks
    )
    assert "by itself" not in words_of(draw_card(facts(state=State.FAILED, state_words="A typo."), NOON).blocks)


@pytest.mark.parametrize(("state", "words"), [(State.WAITING, "Being cancelled"), (State.APPROVED, "Being revoked")])
def test_a_request_that_is_being_taken_back_says_so_and_cannot_be_taken_back_twice(state: State, words: str) -> None:
    card = draw_card(facts(state=state, is_ending=True), NOON)

    assert words in words_of(card.blocks)
    assert buttons_of(card.blocks) == ["Check now"]
    assert "being taken back" in card.text


@pytest.mark.parametrize("health", [Health.UNREADABLE, Health.LOGIN_DEAD])
def test_a_card_never_lies_when_meta_cannot_be_read(health: Health) -> None:
    sick = facts(profile_health=health, profile_health_words="The login has expired.", unreadable_since=NOON)
    words = words_of(draw_card(sick, NOON).blocks)

    assert "may be out of date" in words
    assert "since <!date^1795348800^" in words
    assert "The login has expired." in words


def test_a_dead_login_is_explained_once_on_a_card_that_failed_for_it() -> None:
    why = "The login has expired."
    dead = facts(
        state=State.FAILED, state_words=why, profile_health=Health.LOGIN_DEAD,
        profile_health_words=why, unreadable_since=NOON,
    )  # fmt: skip
    words = words_of(draw_card(dead, NOON).blocks)

    assert words.count(why) == 1
    assert "login no longer works" in words


def test_a_status_that_meta_never_had_before_is_shown_as_it_came() -> None:
    words = words_of(draw_card(facts(state=State.UNSURE, meta_status="ON_<HOLD>"), NOON).blocks)

    assert "Meta's own word: “ON_&lt;HOLD&gt;”" in words


@pytest.mark.parametrize("state", State)
def test_a_card_left_where_others_read_it_says_nothing_of_a_private_campaign(state: State) -> None:
    card = draw_card(facts(state=state, moved_to=ChannelId("G0SECRET"), is_left_behind=True, letter=letter()), NOON)

    said = f"{card.text}\n{words_of(card.blocks)}"
    assert "has moved to a private channel" in said
    assert not any(word in said for word in ("maya", "Spring Launch", "northlight", "U0ANA", "G0SECRET"))
    assert buttons_of(card.blocks) == []


def test_a_permission_made_elsewhere_names_nobody_as_its_asker() -> None:
    words = words_of(draw_card(facts(origin=Origin.ADOPTED, asked_by=None, campaign_name=None), NOON).blocks)

    assert "made outside of Greenlight" in words
    assert "Asked by" not in words


def test_an_account_known_by_its_id_only_is_no_link() -> None:
    card = draw_card(facts(creator_username="id 17841412345678901"), NOON)

    assert "· id 17841412345678901" in words_of(card.blocks[0])
    assert "instagram.com/id" not in words_of(card.blocks)


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.REVOKED, State.FAILED])
def test_an_answer_in_the_thread_mentions_who_asked_and_says_what_to_do_next(state: State) -> None:
    entry = draw_history(history(state, why="Meta said why."))

    words = words_of(entry.blocks)
    assert entry.text.startswith(f"<@U0ANA> {STATES[state].word}: ")
    assert f"{STATES[state].icon} *{STATES[state].word}* · <@U0ANA>" in words
    assert "Meta said why." in words
    assert "*Next:*" in words


def test_a_revoked_permission_is_an_alarm_that_names_what_stops() -> None:
    entry = draw_history(history(State.REVOKED))

    assert "running ads under their handle pause" in entry.text
    assert words_of(entry.blocks).startswith(":rotating_light:")


def test_who_revoked_on_purpose_is_not_sent_to_ask_again() -> None:
    words = words_of(draw_history(history(State.REVOKED, actor="U0ANA")).blocks)

    assert "running ads in Ads Manager. If it was a mistake" in words
    assert "write to the creator" not in words


@pytest.mark.parametrize("state", [State.CANCELLED, State.UNSURE])
def test_what_is_no_answer_is_told_without_calling_anybody(state: State) -> None:
    entry = draw_history(history(state, actor="U0BEN"))

    assert "<@U0ANA>" not in entry.text
    assert "By <@U0BEN>" in words_of(entry.blocks)


def test_the_optional_message_is_handed_over_as_it_was_filled_and_never_called_sent() -> None:
    text = "Hi maya.makes, <b>this</b> is {profile} & more"
    entry = draw_history(history(State.WAITING, tag=MESSAGE_PREPARED, letter=letter(text=text)))

    quoted = next(block for block in entry.blocks if block["type"] == "rich_text")
    assert quoted["elements"][0]["elements"][0]["text"] == text
    assert "prepared, not sent" in entry.text
    assert "https://ig.me/m/maya.makes" in words_of(entry.blocks)
    assert "Mark as sent" in words_of(entry.blocks)
    assert "&lt;b&gt;" in entry.text


@pytest.mark.parametrize(
    ("state", "buttons", "is_by_hand"),
    [
        (LetterState.PREPARED, ["letter_mark_sent"], True),
        (LetterState.SENDING, [], False),
        (LetterState.SENT, ["letter_mark_bounced"], False),
        (LetterState.MARKED, ["letter_mark_bounced"], False),
        (LetterState.UNSURE, ["letter_mark_sent", "letter_send_again", "letter_mark_bounced"], True),
        (LetterState.BOUNCED, ["letter_mark_sent"], True),
    ],
)
def test_each_state_of_a_letter_offers_what_can_be_done_and_says_it_on_the_card(
    state: LetterState, buttons: list[str], is_by_hand: bool
) -> None:
    shown = letter(state=state, masked_address="m…@example.com", words="No such mailbox.")
    entry = draw_history(history(State.WAITING, tag=MESSAGE_PREPARED, letter=shown))

    row = [block for block in entry.blocks if block["type"] == "actions"]
    assert [each["action_id"] for block in row for each in block["elements"]] == buttons
    assert ("ig.me/m/maya.makes" in words_of(entry.blocks)) is is_by_hand
    assert "No such mailbox." in words_of(entry.blocks)
    assert LETTER_STATES[state].word in entry.text
    assert f"Message: {LETTER_STATES[state]}" in words_of(draw_card(facts(letter=shown), NOON).blocks)


def test_only_what_is_sent_is_called_sent() -> None:
    words = {state: draw_letter(facts(), letter(state=state)).text for state in LetterState}

    claimed = {state for state, text in words.items() if "Sent by" in text or "took the message" in text}
    assert claimed == {LetterState.SENT}


def test_news_of_a_letter_call_whoever_asked_and_say_what_to_do() -> None:
    shown = letter(state=LetterState.BOUNCED, masked_address="m…@example.com")
    entry = draw_history(history(State.WAITING, tag="greenlight:message:bounced", why="550 unknown", letter=shown))

    assert entry.text.startswith("<@U0ANA> Came back: ")
    assert "550 unknown" in words_of(entry.blocks)
    assert "send it yourself" in words_of(entry.blocks)


HOSTILE = "<!channel> <https://evil.example|click> & *bold*"


def test_words_of_others_cannot_call_anybody_or_make_links() -> None:
    hostile = facts(campaign_name=HOSTILE, state_words=HOSTILE, meta_status=HOSTILE, creator_username=HOSTILE)

    card = draw_card(hostile, NOON)
    entry = draw_history(history(State.FAILED, why=HOSTILE, creator_username=HOSTILE))
    for words in (card.text, mrkdwn_of(card.blocks), entry.text, mrkdwn_of(entry.blocks)):
        assert "<!channel>" not in words
        assert "<https://evil.example" not in words


def test_a_sentence_of_ours_keeps_its_mentions_and_nothing_else() -> None:
    assert told("Ask <@U0BEN> or <!here>, in <#C0SPRING>.") == "Ask <@U0BEN> or &lt;!here&gt;, in <#C0SPRING>."


@given(text=st.text(alphabet="<>&ab ", max_size=200), most=st.integers(min_value=10, max_value=60))
def test_what_is_cut_stays_within_its_limit_and_is_never_cut_inside_an_escape(text: str, most: int) -> None:
    short = escaped(text, most=most)

    assert len(short) <= most
    assert "<" not in short
    assert ">" not in short
    bare = short.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in bare


LONG = st.builds(lambda piece, times: piece * times, st.text(max_size=20), st.integers(min_value=1, max_value=300))


@given(
    state=st.sampled_from(list(State)),
    creator=st.one_of(st.just("maya.makes"), st.text(max_size=64)),
    campaign=st.one_of(st.none(), st.text(max_size=80)),
    words=st.one_of(st.none(), LONG),
    status=st.one_of(st.none(), st.text(max_size=64)),
    health=st.sampled_from(list(Health)),
    message=st.one_of(st.none(), LONG),
    is_ending=st.booleans(),
)
def test_whatever_is_known_a_card_and_its_entries_stay_within_slacks_limits(
    state: State,
    creator: str,
    campaign: str | None,
    words: str | None,
    status: str | None,
    health: Health,
    message: str | None,
    is_ending: bool,
) -> None:
    known = facts(
        state=state,
        creator_username=creator,
        campaign_name=campaign,
        state_words=words,
        meta_status=status,
        profile_health=health,
        profile_health_words=words,
        is_ending=is_ending,
    )
    entry = history(state, why=words or "", creator_username=creator)
    prepared = history(state, tag=MESSAGE_PREPARED, creator_username=creator, letter=letter(text=message or ""))
    for drawn in (draw_card(known, NOON), draw_history(entry), draw_history(prepared)):
        assert drawn.text.strip()
        assert len(drawn.text) <= 4000
        assert broken_limits(drawn.blocks, most_blocks=MESSAGE) == []


def test_a_card_says_until_when_who_has_to_sign_it_off() -> None:
    words = words_of(draw_card(facts(state=State.SIGNING), NOON).blocks)

    assert "Nothing has been sent. A second person has to sign it off by <!date^1795608000^" in words
    assert "<@U0BEN>" in words


def test_where_nobody_can_sign_by_name_the_card_says_who_can() -> None:
    unnamed = facts(state=State.SIGNING, sign_off=sign_off(can_sign=""))

    assert "an admin of the workspace" in words_of(draw_card(unnamed, NOON).blocks)


def test_a_request_of_a_list_sends_to_the_card_of_the_list_for_the_decision() -> None:
    one_of_many = facts(state=State.SIGNING, sign_off=sign_off(is_of_list=True))

    assert buttons_of(draw_card(one_of_many, NOON).blocks) == []
    assert "of the list" in words_of(draw_card(one_of_many, NOON).blocks)


def test_a_permission_whose_revoke_waits_stands_and_is_not_revoked_a_second_time() -> None:
    card = draw_card(facts(state=State.APPROVED, sign_off=sign_off(matter=Matter.REVOKE)), NOON)

    assert buttons_of(card.blocks) == ["Sign off", "Refuse", "Take back", "Check now", "Set term"]
    assert "revoking waits for sign-off" in card.text


def test_what_is_held_back_says_when_it_leaves_and_can_be_undone() -> None:
    card = draw_card(facts(state=State.QUEUED, leaves_at=NOON + timedelta(seconds=30)), NOON)

    assert buttons_of(card.blocks) == ["Undo", "Check now"]
    assert "<!date^1795348830^{time_secs}|12:00:30 UTC>" in words_of(card.blocks)
    assert "held back for undoing" in card.text


def test_a_card_says_the_last_day_and_once_it_is_over_asks_to_decide() -> None:
    agreed = facts(state=State.APPROVED, until=NOON.date(), ends_at=NOON + timedelta(hours=12))
    before, after = draw_card(agreed, NOON), draw_card(agreed, NOON + timedelta(hours=12))

    assert "22 November 2026" in words_of(before.blocks)
    assert buttons_of(before.blocks) == ["Check now", "Revoke", "Change term"]
    assert buttons_of(after.blocks) == ["Check now", "Revoke", "Renew"]
    assert "Nothing is revoked by itself" in words_of(after.blocks)
