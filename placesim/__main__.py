"""`placesim`, and `python -m placesim`, which is the same: answers Ctrl-C from the first moment, imports included."""

from placesim.experiment.interruption import answer_requests


def main() -> None:
    """Run the command line."""
    answer_requests()
    from placesim.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
