"""Who speaks, and what kind of source that is."""
