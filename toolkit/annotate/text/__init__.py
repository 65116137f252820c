"""Parsed articles and their parts: sentences, quotation marks, noun phrases, cues."""
