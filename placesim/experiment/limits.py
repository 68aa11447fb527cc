"""Limits of what a study may be asked for; the command line and the Python API have the same."""

REPLICATIONS = (2, 100_000)
"""Futures: one has no spread."""

SEEDS = (0, 2**31 - 1)

YEARS = (0.1, 30)

WORKERS = (1, 256)
"""Processes."""

LEAST_PRECISION = 0.001
"""Half widths of intervals, as a share of a difference or in its unit."""
