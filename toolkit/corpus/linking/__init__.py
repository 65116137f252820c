"""One actor across articles."""
