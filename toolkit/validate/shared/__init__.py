"""Matching of coded and found stretches of text."""
