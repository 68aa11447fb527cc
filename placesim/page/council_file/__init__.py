"""The council's own file: its faults, its numbers as a form, and what is changed of it saved as a new file."""
