"""The command `rete`, and `python -m api`."""

import gc
import sys

SELDOM = 1_000_000
"""Objects after which the collector looks at new ones: a command makes many that stay, and ends soon."""


def main() -> None:
    """Carry out the command line. The version, which programs ask for most, needs no parser."""
    if sys.argv[1:] == ["--version"]:
        from importlib.metadata import version

        sys.stdout.write(f"{version('rete-attiva')}\n")
        return
    gc.set_threshold(SELDOM)
    from api.cli import run

    code = run(sys.argv[1:])
    gc.freeze()  # what is left ends with the process; the collector need not go through it once more
    sys.exit(code)


if __name__ == "__main__":
    main()
