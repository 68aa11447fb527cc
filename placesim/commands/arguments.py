"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Configuration = Annotated[
    Path, typer.Argument(help="A configuration file, as in configs/halton.yaml.", show_default=False)
]
PublishedFile = Annotated[
    Path, typer.Argument(help="Published figures, as in configs/halton_published.yaml.", show_default=False)
]
Replications = Annotated[int, typer.Option(min=2, max=100_000, help="How many futures to simulate.")]
Seed = Annotated[
    int, typer.Option(min=0, max=2**31 - 1, help="The luck of the study; the same seed gives the same figures.")
]
Years = Annotated[float | None, typer.Option(min=0.1, max=30, help="Years to simulate. [default: as configured]")]
Workers = Annotated[int | None, typer.Option(min=1, max=256, help="Processes to use. [default: one per processor]")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the program's own trace when something fails.")]
