"""Text as it is read and cleaned: encodings, blocks, shingles."""
