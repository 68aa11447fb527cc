"""From published totals, or a council's own data, to the parameters of a configuration."""
