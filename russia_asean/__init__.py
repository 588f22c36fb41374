"""The library behind the report *Russia and ASEAN, Claim by Claim*.

The rooms, from the top floor to the ground. A room uses the floors below it and nothing on its own; the contract in
``pyproject.toml`` holds them to that.

    cli            the commands behind the Makefile
    steps          which of them must be taken again
    book           what Sphinx adds: pages from the records, downloads, marks
    report         what a chapter does: parameters, pictures, publishing, execution
    analysis       one subject a module: trade, arms, votes, investment
    evidence       what is claimed, and does it hold: claims, verdicts, records
    sources        how a table is made from its publisher's file
    data           what is known: tables, countries, published figures, codebook
    formatting     numbers and dates for display; beside it measures (formulas), release (version, day and author),
                   templating (how templates are filled) and vote_agreement (how alike two countries vote)
    provenance     what a value rests on; beside it counted_by (who counted the parts of a total) and paths (where
                   things lie)
"""
