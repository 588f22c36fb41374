"""A build that does less gives the same pages."""

import gc
import sys
import types

import pybtex.plugin
import pytest
from shared import FIXTURES
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace

from russia_asean.book.building import speed

NUMBER = "{numref}`fig-a`, {numref}`fig-b` and {cite:t}`known2020`"
PAGES = {
    "index": f"# One\n\n{NUMBER}\n\n```{{toctree}}\ntwo\n```\n\n```{{bibliography}}\n```\n",
    "two": f"# Two\n\n{NUMBER}\n\n{NUMBER}\n\n"
    + "".join(f"```{{figure}} x.svg\n:name: {name}\n\nCaption.\n```\n\n" for name in ("fig-a", "fig-b")),
}


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Return a function that builds two pages with references, by the book's short ways or without.

    It returns the pages, and how often each was read and the plug-in searched.
    """
    thresholds = gc.get_threshold()
    monkeypatch.setitem(sys.modules, "short_ways", types.SimpleNamespace(setup=speed.register))
    (tmp_path / "references.bib").write_bytes((FIXTURES / "book/references.bib").read_bytes())
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    for name, text in PAGES.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")

    def built(name, fast):
        reads, searches = [], []
        read, search = BuildEnvironment.get_doctree, pybtex.plugin.entry_points
        monkeypatch.setattr(pybtex.plugin, "_RUNTIME_PLUGINS", {})  # what another build has registered
        monkeypatch.setattr(BuildEnvironment, "get_doctree", lambda self, page: reads.append(page) or read(self, page))
        monkeypatch.setattr(pybtex.plugin, "entry_points", lambda **how: searches.append(how) or search(**how))
        settings = {
            "extensions": ["myst_parser", "sphinxcontrib.bibtex", *(["short_ways"] if fast else [])],
            "bibtex_bibfiles": ["references.bib"],
            "numfig": True,
            "html_theme": "basic",
        }
        folders = (tmp_path, None, tmp_path / name, tmp_path / f"{name}-trees")
        with docutils_namespace():
            app = Sphinx(*folders, "html", confoverrides=settings, status=None, freshenv=True)
            app.build()
        made = {page: (tmp_path / name / f"{page}.html").read_bytes() for page in PAGES}
        plain = [each for each in searches if each["name"] == "plaintext"]
        return made, len(reads), len(plain)

    yield built
    gc.set_threshold(*thresholds)


def test_the_short_ways_lead_to_the_same_pages(build):
    plain, reads, searches = build("plain", fast=False)
    fast, fewer_reads, fewer_searches = build("fast", fast=True)
    assert fast == plain
    assert plain["two"].count(b"Fig. 2") > 2 and b"Known" in plain["index"]
    assert reads - fewer_reads == 5, "six numbered references lead to one page"
    assert fewer_searches < searches == 3, "three citations ask for the plug-in"
