"""Stock and flow: how many children would live where, by a configuration's own numbers, without simulating."""
