"""Studies of the simulation itself: what common luck saves, and whether intervals hold what they promise."""
