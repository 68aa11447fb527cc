"""Interventions: one small class each, a dated change that turns one baseline into another."""
