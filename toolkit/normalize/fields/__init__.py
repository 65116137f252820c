"""Parsers for bylines and dates."""
