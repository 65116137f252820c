"""The trained tagger: word pieces, windows, decoding and calibration."""
