"""Synthetic councils, made by another mechanism than the model's own: what forecasts are tried on."""
