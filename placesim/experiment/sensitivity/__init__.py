"""Sensitivity: what each uncertain assumption does to a figure, and to the choice between options."""
