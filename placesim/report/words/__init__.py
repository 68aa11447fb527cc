"""Figures in words: one module a subject; sentences that never say more than the figures allow."""
