"""What a page or a template may call: directives and roles, and the “Cite” beside what can be cited."""
