"""Parsers of bylines and dates."""
