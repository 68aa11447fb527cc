"""Charts: one module a kind; each gives a figure, which writers turn to SVG or PNG."""
