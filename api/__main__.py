"""The command `rete`, and `python -m api`."""

import sys
from importlib.metadata import version


def main() -> None:
    """Carry out the command line. The version, which programs ask for most, needs no parser."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{version('rete-attiva')}\n")
        return
    from api.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
