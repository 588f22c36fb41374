"""What is printed: the book as a PDF, the brief and the country briefs."""
