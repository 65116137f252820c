"""Text before annotation: encodings, blocks, subheads, shingles."""
