"""Where `greenlight` begins.

What modules make while they are loaded stays until the end. The garbage collector would look through it again and again,
for a fifth of the time a start takes; so it rests until all is loaded, and never looks at that again.
https://docs.python.org/3/library/gc.html#gc.freeze
"""

from __future__ import annotations

import gc


def main() -> None:
    """Load the command line, and run it."""
    gc.disable()
    from bot import cli

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
