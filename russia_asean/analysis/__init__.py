"""One file a subject, in the field's words: trade, arms, votes, investment and the rest."""
