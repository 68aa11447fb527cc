"""Searches: which mix is cheapest of those that meet the targets, with how sure that is."""
