"""How children and places meet. Knows the config; knows nothing of money or reports."""
