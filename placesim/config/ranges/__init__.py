"""Ranges: numbers that are not known exactly, how they are written, and a council at one draw of them."""
