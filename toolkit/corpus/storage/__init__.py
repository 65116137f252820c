"""Parquet files of a corpus: parts, tables and caches."""
