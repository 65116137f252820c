"""Spans, and the matching of coded and found quotes: used by coding and by scoring."""
