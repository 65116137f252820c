"""Which actor a pronoun or a description refers to."""
