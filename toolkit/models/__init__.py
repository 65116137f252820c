"""The trained tagger and its model card."""
