"""The library behind the report *Russia and ASEAN, Claim by Claim*.

One job a module; imports run downwards only:

    cli            the commands behind the Makefile
    sphinx_ext/    what the book shows beyond Jupyter Book
    catalogue      the codebook and the source bibliography, written from the data package
    scorecard      the synthesis: results of all chapters, judged by one rule
    runs           notebooks: checked parameters, execution, storage, stamps
    chapters       a chapter at work: its parameters, its fixed words, and its ways to publish
    charts         kinds of picture: lines, bars, matrices, both sides of the mirror
    figures        one style; one way to publish a figure or a table
    findings       sentences with computed numbers, stored to be quoted
    chronology     dated facts looked up in the tables and measured for claims
    contradictions    which stated numbers can both be true, and which they imply
    stated         the numbers that documents state, as bands of values
    claims         a claim, a measurement, a verdict
    outputs        the records a notebook stores in its outputs, written and read in one place
    parameters     what may be asked of each notebook
    blocs, dependence    sets of states: their weight, votes and trade; on whom a country depends
    registered     capital registered in Vietnam, by source
    arms, forums, gravity, investment, trade_agreements, voting    the chapters' subjects, one a module
    composition, quotes    what goods Russia and ASEAN trade; totals stated by others, set beside the records
    mirror         trade between Russia and ASEAN, counted by both sides
    economy, trade    output and people of economies; trade of anyone with anyone, by one rule of vintages
    overlaps       where two sources hold the same figures
    rankings       countries in order, and how a reader reads them
    countries      names and groups by date
    published      single published figures, alone, as shares and as families
    tables         the only door to data/
    bands, indicators, words    pure functions: on numbers between two ends; on numbers; numbers as a reader reads them
    paths          where things lie
"""
