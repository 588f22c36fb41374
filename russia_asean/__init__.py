"""The library behind the report *Russia and ASEAN, Claim by Claim*.

One job a module; imports run downwards only:

    cli            the commands behind the Makefile
    sphinx_ext/    what the book shows beyond Jupyter Book
    catalogue      the codebook and the source bibliography, written from the data package
    scorecard      the synthesis: results of all chapters, judged by one rule
    runs           notebooks: checked parameters, execution, storage, stamps
    charts         kinds of picture: lines, bars, matrices, both sides of the mirror
    figures        one style; one way to publish a figure or a table
    findings       sentences with computed numbers
    chronology     dated facts looked up in the tables and measured for claims
    contradictions    which stated numbers can both be true, and which they imply
    texts          the fixed words of a chapter: captions, judgements, what untested claims need
    claims         a claim, a measurement, a verdict
    outputs        the records a notebook stores in its outputs, written and read in one place
    parameters     what may be asked of each notebook
    blocs, dependence    sets of states: their weight, votes and trade; on whom a country depends
    arms, economy, forums, gravity, investment, trade, voting    what the chapters measure, one subject a module
    overlaps       where two sources hold the same figures
    countries      names and groups by date
    tables         the only door to data/
    indicators, words    pure functions: on numbers; numbers as a reader reads them
    paths          where things lie
"""
