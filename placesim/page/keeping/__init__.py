"""Keeping: what-ifs as scenario files of a folder, opened again, compared with others, and sent as reports."""
