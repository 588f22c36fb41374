"""Where things lie. The only place that names a folder of the project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
RESULTS = ROOT / "results"
RESULTS_SCHEMA = ROOT / "docs" / "results.schema.json"
LIBRARY = ROOT / "russia_asean"
CACHE = ROOT / "_cache"  # publishers' files that were asked for; no part of the repository
LOCK = ROOT / "requirements.txt"

BUILD = ROOT / "_build"
HTML = BUILD / "html"
LATEX = BUILD / "latex"
RUNS = BUILD / "runs"
WORK = BUILD / "work"  # where builds are at work
PDF_NAME = "russia-asean.pdf"
BRIEF_NAME = "russia-asean-brief.pdf"
COUNTRIES_NAME = "russia-asean-countries.pdf"  # all country briefs of the book
