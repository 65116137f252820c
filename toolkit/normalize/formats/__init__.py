"""Readers for formats other than HTML."""
