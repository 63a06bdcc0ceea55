"""The world a fresh Graph sandbox starts from: three brand profiles and a dozen creators, all made up."""

from __future__ import annotations

from sandbox.graph.model import Creator, Profile

APP_ID = "1062417389201354"
APP_SECRET = "5b0f3c1e9a7d42868c94ad0e61f7b253"


def profiles() -> list[Profile]:
    """Make the brand profiles; `seed_people` has their tokens, of which the last one's expired."""
    return [
        Profile("17841405309211845", "northlight.skin", "Northlight Skin", keeper="10223344556677881"),
        Profile("17841409876543213", "northlight.home", "Northlight Home", keeper="10223344556677883"),
        Profile("17841401122334457", "northlight.archive", "Northlight Archive", keeper="10223344556677887"),
    ]


def creators() -> list[Creator]:
    """Make the creators; each behaviour is there, and the handles that are hard to get right."""
    return [
        Creator(
            ig_id="17841412345678901",
            username="maya.makes",
            name="Maya Makes",
            behaviour="manual",
            followers=48_210,
            biography="Paper, paint and patience.",
            website="https://maya-makes.example",
            media_count=512,
            fb_page="104233445566771",
        ),
        Creator(
            ig_id="17841412345678903",
            username="maya.makes.more",  # begins like another handle: a prefix filter finds both
            name="Maya's Offcuts",
            behaviour="ignores",
            followers=905,
            media_count=41,
        ),
        Creator(
            ig_id="17841423456789013",
            username="juno.skates",
            name="Juno Skates",
            behaviour="approves:6",
            followers=127_400,
            biography="Wheels first, questions later.",
            media_count=1_204,
            fb_page="104233445566773",
        ),
        Creator(
            ig_id="17841434567890127",
            username="pepper_and_pine",
            name="Pepper & Pine",
            behaviour="approves:6",
            followers=22_018,
            biography="Slow food, fast bikes.",
            media_count=388,
        ),
        Creator(
            ig_id="9001650123456789123",  # the longest kind of id: a float would lose its last digits
            username="thequietpotter",
            name="The Quiet Potter",
            behaviour="approves:12",
            followers=310_555,
            biography="Clay. Kiln. Quiet.",
            media_count=77,
        ),
        Creator(
            ig_id="17841445678901239",
            username="olive.outdoors",
            name="Olive Outdoors",
            behaviour="declines:8",
            followers=15_702,
            media_count=260,
        ),
        Creator(
            ig_id="17841456789012341",
            username="slow.sundays",
            name="Slow Sundays",
            behaviour="ignores",
            taggable=False,  # one whom Meta approves for nobody's label: it fails those who are named with it
            followers=8_450,
            media_count=133,
        ),
        Creator(
            ig_id="17841467890123453",
            username="fickle.finch",
            name="Fickle Finch",
            behaviour="approves:6,revokes:20",
            followers=61_999,
            biography="Here today.",
            media_count=840,
            fb_page="104233445566779",
        ),
        Creator(
            ig_id="17841478901234567",
            username="31415926",  # all digits: a handle, not an id
            name="Pi by Pie",
            behaviour="approves:3",
            followers=3_141,
            media_count=59,
        ),
        Creator(
            ig_id="17841489012345679",
            username="tiny_kitchen_co",
            name=None,
            behaviour="manual",
            followers=0,
        ),
        Creator(
            ig_id="17841490123456781",
            username="nimbus.knits",
            name="Nimbus Knits ☁️",
            behaviour="manual",
            followers=5_230,
            biography="Wool & weather.\nPatterns below.",
            website="https://nimbus-knits.example/patterns",
            media_count=219,
        ),
        Creator(
            ig_id="17841401234567893",
            username="private.pebble",
            name="Pebble",
            behaviour="ignores",
            followers=87,
            professional=False,
        ),
    ]
