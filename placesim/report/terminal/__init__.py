"""What the terminal shows at the end of a command: a short table, its findings, and where the results are."""
