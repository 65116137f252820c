"""Scores of what the toolkit finds, against hand coding."""
