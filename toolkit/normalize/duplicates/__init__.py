"""Find near-duplicates, partial copies, versions and stories."""
