"""What all rooms of the book share: its records, its edition, small pieces of pages, values in Markdown, pictures."""
