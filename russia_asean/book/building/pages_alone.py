"""Build pages alone: ``python -m russia_asean.book.building.pages_alone SOURCE READ HTML FOLDER PAGE ...``.

Jupyter Book sets Sphinx up as for a whole build. Then the pages are read anew, and written into a folder with the index
of the search, if no other page can show what has changed on them; else, or on any warning, the status is not 0. What
the whole build has left is not touched.
"""

import pickle
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import jupyter_book.sphinx
from docutils import nodes
from jupyter_book.cli import main as jupyter_book_cli
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import SerialTasks

from russia_asean.book.html import accessible, search_words, weight

# What a build knows of all pages, by the names that Sphinx has for it.
_KNOWN = (
    *("titles", "longtitles", "tocs", "toc_num_entries", "toctree_includes", "files_to_rebuild", "glob_toctrees"),
    *("numbered_toctrees", "metadata", "included", "dlfiles", "domaindata"),
)
# Where in its file something stands, and how long the page is.
_OF_THE_FILE = {"line", "wordcount"}
# By MyST: what can be linked as a heading, each with its line, id and words. Those in quotations are in no ``tocs``.
_SLUGS = "myst_slugs"


class SeenByOthersError(RuntimeError):
    """A change of a page can show on other pages, so the book must be built whole."""


class PagesAlone(Sphinx):
    """An application that builds the pages it is given and no other."""

    pages: ClassVar[Sequence[str]] = ()
    html: ClassVar[Path] = Path()  # the folder of what the last whole build has written

    def build(self, force_all: bool = False, filenames: list[str] | None = None) -> None:
        """Build the pages, with the index of the search; the status is not 0 where that would not do."""
        try:
            self._build(Path(self.outdir))
        except SeenByOthersError as reason:
            print(reason, file=sys.stderr)
            self.statuscode = 1
        else:
            self.statuscode = int(self._warncount > 0)

    def _build(self, folder: Path) -> None:
        builder = self.builder
        assert isinstance(builder, StandaloneHTMLBuilder)
        with logging.pending_warnings():
            for page in self.pages:
                self._read(page)
        self._prepare(builder)
        for page in self.pages:
            self.phase = BuildPhase.RESOLVING
            tree = self.env.get_and_resolve_doctree(page, builder)
            self.phase = BuildPhase.WRITING
            builder.write_doc_serialized(page, tree)
            builder.write_doc(page, tree)
            _finish(folder / f"{page}.html", self.html / f"{page}.html", folder / "_static")
        builder.dump_search_index()
        search_words.lighten(folder)

    def _read(self, page: str) -> None:
        env, before = self.env, _seen(self.env, page)
        if others := _holding(env, page):
            raise SeenByOthersError(f"{page}: its text stands on {', '.join(others)}.")
        # Numbers are given when all pages are read; they stay, since all else does.
        sections, figures = env.toc_secnumbers.get(page), env.toc_fignumbers.get(page)
        self.phase = BuildPhase.READING
        self.events.emit("env-before-read-docs", env, [page])
        self.events.emit("env-purge-doc", env, page)
        env.clear_doc(page)
        self.builder.read_doc(page)
        if sections is not None:
            env.toc_secnumbers[page] = sections
        if figures is not None:
            env.toc_fignumbers[page] = figures
        after = _seen(env, page)
        if changed := [name for name, known in before.items() if known != after[name]]:
            raise SeenByOthersError(f"{page}: other pages can show its {', '.join(changed)}.")

    def _prepare(self, builder: StandaloneHTMLBuilder) -> None:
        """Do what precedes the writing, with the index of the search as the whole build left it."""
        self.phase = BuildPhase.RESOLVING

        def restore(docnames: Iterable[str]) -> None:
            assert builder.indexer is not None
            search_words.restore(builder.indexer, Path(self.doctreedir), docnames)

        builder.load_indexer = restore  # type: ignore[method-assign]
        builder.prepare_writing({*self.pages})
        builder.finish_tasks = SerialTasks()
        builder.copy_assets()  # pages name them with a sign of what is in them


def _seen(env: BuildEnvironment, page: str) -> dict[str, Any]:
    """Return what other pages can know of a page, by name, in a form that can be compared."""
    tree = pickle.loads((Path(env.doctreedir) / f"{page}.doctree").read_bytes())
    is_numbered = env.get_domain("std").get_enumerable_node_type
    shown = [
        (node.tagname, node["ids"], Path(node.get("uri", "")).name)
        for node in tree.findall(nodes.Element)
        if isinstance(node, nodes.image) or is_numbered(node)
    ]
    known = {name: _plain(getattr(env, name)) for name in _KNOWN}
    # A notebook's pictures are written anew into a folder of the build.
    return {"exhibits": shown, "images": sorted(Path(each).name for each in env.images), **known}


def _holding(env: BuildEnvironment, page: str) -> list[str]:
    """Return the other pages that include the file of a page."""
    top, file = Path(env.srcdir), Path(env.doc2path(page)).resolve()
    return sorted(
        other
        for other, read in env.dependencies.items()
        if other != page and any((top / each).resolve() == file for each in read)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, nodes.Node):
        return value.pformat()
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        if slugs := value.get(_SLUGS):
            value = {**value, _SLUGS: {slug: told[1:] for slug, told in slugs.items()}}  # without the line
        return {key: _plain(each) for key, each in value.items() if key not in _OF_THE_FILE}
    if isinstance(value, list | set):  # in no order: a page that is read again comes last
        return sorted(repr(_plain(each)) for each in value)
    return repr(value)


def _finish(page: Path, old: Path, static: Path) -> None:
    """Do to a written page what a whole build does to all.

    Raises:
        SeenByOthersError: the page uses other names of styles than before, so all pages need another style sheet; or it
            names other static files, of which a whole build keeps those that are named.
    """
    written, before = page.read_text(encoding="utf-8"), old.read_text(encoding="utf-8")
    finished = weight.with_sheet_of(before, accessible.repaired(written))
    if changed := weight.names(finished) ^ weight.names(before):
        raise SeenByOthersError(f"{page.stem}: all pages load the styles of {', '.join(sorted(changed))}.")
    if changed := weight.named(static, finished) ^ weight.named(static, before):
        raise SeenByOthersError(f"{page.stem}: all pages share the files {', '.join(sorted(changed))}.")
    page.write_text(finished, encoding="utf-8")


def main(source: str, read: str, html: str, folder: str, *pages: str) -> None:
    """Build pages.

    Args:
        source: the folder of the book, with ``_config.yml`` and ``_toc.yml``.
        read: the folder of what the last whole build has read.
        html: and that of what it has written.
        folder: where Jupyter Book puts what it builds.
        pages: as Sphinx names them.
    """
    PagesAlone.pages, PagesAlone.html = pages, Path(html)
    # Where Jupyter Book has Sphinx look for it. In a copy, since Sphinx writes there, and may be stopped half-way.
    shutil.copytree(read, Path(folder) / "_build" / ".doctrees")
    jupyter_book.sphinx.Sphinx = PagesAlone
    jupyter_book_cli.main(["build", source, "--path-output", folder, *("-W", "--keep-going", "-n", "-q")])


if __name__ == "__main__":
    main(*sys.argv[1:])
