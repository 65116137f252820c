"""Annotation of many articles: cut to batches, done on one core, on many, or on a cluster."""
