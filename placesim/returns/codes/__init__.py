"""The code lists of the SSDA903 return as dated data: which codes stand in which years."""
