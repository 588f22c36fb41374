"""What a chapter does: its parameters, its tests, its figures; how it is executed, and what changed."""
