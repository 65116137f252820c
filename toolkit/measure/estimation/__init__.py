"""Sums over articles, and bootstrap intervals of shares and ratios."""
