"""Timings of the slow steps. Nothing is asserted: machines differ."""
