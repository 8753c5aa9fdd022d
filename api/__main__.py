"""The command `rete`, and `python -m api`."""

import gc
import sys
from importlib.metadata import version

SELDOM = 100_000
"""Objects after which the collector looks at new ones: a command makes many that stay, and ends soon."""


def main() -> None:
    """Carry out the command line. The version, which programs ask for most, needs no parser."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{version('rete-attiva')}\n")
        return
    gc.set_threshold(SELDOM)
    from api.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
