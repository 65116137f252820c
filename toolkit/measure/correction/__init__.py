"""Estimates corrected with a hand-coded sample."""
