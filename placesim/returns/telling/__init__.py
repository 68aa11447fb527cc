"""Telling a past: a council's own history by the measures that simulated futures have, and what its codes meant."""
