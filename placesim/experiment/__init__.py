"""Many futures: replications in parallel, what they have in common, and the files that come out."""
