"""A simulated future written as SSDA903 returns: a folder a year, invented ids and dates of birth, valid codes."""
