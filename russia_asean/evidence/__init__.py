"""What is claimed, and does it hold: claims, bases, verdicts, records, consistency of stated numbers."""
