"""What becomes of a page once it is read: numbers, formulas, terms, tables, folds, addresses and references."""
