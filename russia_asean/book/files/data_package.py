"""The data package as the site hands it out: each table as CSV, all of them as one file, their first rows to look at.

Tables are handed out byte for byte as they lie in ``data/``, so that the hashes of the package hold.
"""

import csv
import html
import itertools
import json
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from russia_asean import paths, release
from russia_asean.book.common import archives, edition, marks
from russia_asean.data import codebook, tables

PAGE = "book/catalogue"
ARCHIVE = "data.zip"
FIRST = 5  # rows that are shown
# What lies in the archive beside the tables: the codebook, the licence of what is ours, how to cite.
BESIDE = ("data/README.md", "LICENSE-CONTENT", release.CITATION)


def descriptor() -> dict[str, Any]:
    """Return the description of the package with what a copy away from the project needs: edition, licence, sources."""
    current = edition.current()
    named = current.release
    said = {
        "version": named.version,
        "created": f"{named.day.isoformat()}T00:00:00Z",
        "keywords": list(named.keywords),
        **({"homepage": named.address} if named.address else {}),
        "contributors": [{"title": named.author, "role": "author"}],
        "licenses": [{"name": release.TEXT_LICENCE, "path": release.LICENCE_ADDRESS}],
        "terms": f"{edition.Edition.terms} They stand for each source in sources.csv.",
        "commit": current.commit,
        "data_as_of": current.data.isoformat(),
        "citation": current.citation,
    }
    package = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        keys = tables.sources(resource["name"])
        if keys:
            resource["sources"] = [_credit(key) for key in keys]
    return {**package, **{name: value for name, value in said.items() if value}}


@tables.cached
def _credit(key: str) -> dict[str, str]:
    row = tables.credit([key]).astype(object).fillna("").iloc[0]
    said = {
        "title": row["title"],
        "path": codebook.address(key, row["url"]),
        "name": key,
        "producer": row["producer"],
        "terms": row["licence"],
    }
    return {name: value for name, value in said.items() if value}


def write(folder: Path) -> None:
    """Write every table and the whole package into the folder of downloads."""
    for name in tables.names():
        shutil.copyfile(paths.DATA / tables.resource(name)["path"], folder / marks.file_name(f"{name}.csv"))
    write_archive(folder / marks.file_name(ARCHIVE))


def write_archive(path: Path) -> None:
    """Write the package as one file."""
    described = (json.dumps(descriptor(), ensure_ascii=False, indent=2) + "\n").encode()
    beside = {Path(each).name: paths.ROOT / each for each in BESIDE}
    inside = {each: paths.DATA / each for each in (tables.resource(name)["path"] for name in tables.names())}
    files = {"datapackage.json": described, **beside, **inside}
    archives.write_zip(path, {f"{path.stem}/{name}": content for name, content in files.items()})


def preview(name: str) -> str:
    """Return the first rows of a table, with the type of each column, as HTML that is closed until it is opened."""
    resource = tables.resource(name)
    with (paths.DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        head, first = next(rows), list(itertools.islice(rows, FIRST))
        count = len(first) + sum(1 for _ in rows)
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    heads = "".join(f'<th scope="col">{html.escape(column)}<br><small>{types[column]}</small></th>' for column in head)
    lines = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in first)
    shown = f"First {len(first)} of {marks.count(count, 'row')}" if count > len(first) else marks.count(count, "row")
    return (
        f'<details class="preview"><summary>{shown}</summary><div class="table-scroll" tabindex="0" role="region" '
        f'aria-label="First rows of {name}"><table class="table counts"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div></details>"
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3)):,} kB"


def _show(app: Sphinx, doctree: nodes.document) -> None:
    """Give each table of the catalogue its download and its first rows."""
    if app.builder.format != "html" or app.env.docname != PAGE:
        return
    titles = {tables.resource(name)["title"]: name for name in tables.names()}
    for section in doctree.findall(nodes.section):
        name = titles.get(section[0].astext().replace("’", "'"))  # Sphinx has set the apostrophes
        if name:
            size = _size((paths.DATA / tables.resource(name)["path"]).stat().st_size)
            link = marks.download(PAGE, f"{name}.csv", f"{name} as CSV")
            line = nodes.paragraph("", "", link, nodes.Text(f", {size}"), classes=["table-download"])
            # After the title and the sentence that says what a row is.
            section.insert(2, [line, nodes.raw("", preview(name), format="html")])


def register(app: Sphinx) -> None:
    """Show what the data package holds in the catalogue."""
    app.connect("doctree-read", _show)
