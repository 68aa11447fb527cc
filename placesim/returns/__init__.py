"""A council's own SSDA903 returns: read, accounted for, turned into a history, learnt from, tested on, and written."""
