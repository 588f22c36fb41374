"""How a table is made from its publisher's file: one module a publisher, which parses, builds and guards."""
