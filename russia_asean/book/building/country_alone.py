"""The brief of a country that has no page in the book, as a page of its own."""

from pathlib import Path

from russia_asean.book.building import build
from russia_asean.book.content import country_pages, templates


def write(code: str, results: Path) -> Path:
    """Build the page of a country beside its results, as the book builds its pages, and return its address.

    Args:
        code: the country.
        results: where its results lie.

    Raises:
        BuildError: the page cannot be built.
        RecordError: results or a picture are missing or damaged.
    """
    content = country_pages.page(code, results)
    text = f"# {content['title']}\n\n{templates.filled('country', content)}"
    return build.build_page(country_pages.address(code), text, results / f"{code}-html")
