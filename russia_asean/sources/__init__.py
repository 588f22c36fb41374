"""How a table is made from its publisher's file: one module a publisher. Empty until the first recipe lies here."""
