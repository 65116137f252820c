"""Near-duplicates, copies, versions and stories."""
