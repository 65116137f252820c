"""Corrections of actors and quotes: read from CSV, and applied."""
