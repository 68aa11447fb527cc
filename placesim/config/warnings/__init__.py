"""Warnings: what is allowed in a file and probably not meant; one function each, in the module of its subject."""
