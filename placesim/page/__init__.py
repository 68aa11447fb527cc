"""The page: try options while people talk, in a browser, served on this machine only."""
