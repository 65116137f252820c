"""Engines that find attributions, and rules that complete what they find."""
