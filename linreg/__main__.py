"""The `linreg` command: `linreg lab` opens the course."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import linreg
from linreg.lab import default_folder, lab


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, print what is to be said, and return the exit status."""
    parser = argparse.ArgumentParser(prog="linreg", description="Linear regression, a course.")
    parser.add_argument("--version", action="version", version=linreg.__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    about = "lay the lessons out in a folder of your own, and open JupyterLab there"
    one = commands.add_parser("lab", help=about, description=about)
    place = "where they are to be, or are; linreg-course if nothing is said"
    one.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=place)
    one.add_argument("--no-open", action="store_true", help="lay them out, and open nothing")
    given = parser.parse_args(arguments)
    folder = given.folder or default_folder()
    try:
        for line in lab(folder, open_it=not given.no_open):
            print(line, flush=True)
    except OSError as error:
        print(f"linreg: {error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(f"linreg: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
