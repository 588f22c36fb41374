"""What pages, PDFs and files say: rows and numbers from results and data, and the templates that they fill."""
