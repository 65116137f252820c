"""Benchmarks: speed, memory and the simulations behind the documented figures."""
