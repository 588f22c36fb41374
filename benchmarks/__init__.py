"""Timings of the slow steps, each beside a peer or a floor in the same run. Nothing is asserted: machines differ."""
