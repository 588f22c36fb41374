"""What is known: tables, countries, memberships, dated facts, published figures, the codebook."""
