"""Runs one target under atheris: `tools/fuzz NAME` starts it in an environment of its own."""

import sys

import atheris

with atheris.instrument_imports(include=["edge", "tests.fuzz"]):
    from tests.fuzz.targets import CORPUS, EVERY


def main() -> None:
    """The name of a target, then what libFuzzer takes. What it finds new goes into a folder beside the corpus."""
    name, *more = sys.argv[1:]
    if name not in EVERY:
        sys.exit(f"there is no target '{name}'; there are {', '.join(EVERY)}")
    found, *options = more
    kept = [str(CORPUS / name)] if (CORPUS / name).is_dir() else []
    atheris.Setup([sys.argv[0], found, *kept, *options], EVERY[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
