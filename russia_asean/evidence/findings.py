"""Sentences with computed numbers."""

import re

from russia_asean.evidence import records


def finding(key: str, sentence: str) -> None:
    """Show a sentence and store it under a key, so that pages of the book can quote it.

    Args:
        key: what the finding is called, unique in the report.
        sentence: MyST Markdown; its numbers and its verbs are computed by the caller.

    Raises:
        ValueError: the sentence holds ``nan`` or does not end in a full stop.
    """
    text = " ".join(sentence.split())
    if re.search(r"\bnan\b|n/a", text.lower()):
        raise ValueError(f"Finding {key!r} holds a missing number: {text}")
    if not text.endswith("."):
        raise ValueError(f"Finding {key!r} does not end in a full stop: {text}")
    markdown = text.replace("$", r"\$")  # a dollar sign would open a formula
    records.emit(
        records.FINDING, key, {"text": text, "markdown": markdown}, {"text/plain": text, "text/markdown": markdown}
    )
