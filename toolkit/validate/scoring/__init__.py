"""Scores of annotations and extracted texts against hand coding."""
