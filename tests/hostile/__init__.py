"""Everything under attack: ``make test-hostile``."""
