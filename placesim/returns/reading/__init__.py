"""From the files of a council's returns to one cleaned `CouncilReturn`, with an account of every row."""
