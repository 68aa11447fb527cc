"""Searches: files that ask for the cheapest mix of choices, and the mixes they name."""
