"""What Sphinx and its extensions do many times over in a build, done once. The pages stay the same, byte for byte."""

import functools
import gc
from typing import Any

from docutils import nodes
from pybtex import plugin
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment


class _PagesReadOnce:
    """A build environment that reads each stored page once, for those who only look at pages."""

    def __init__(self, environment: BuildEnvironment) -> None:
        self._environment = environment
        self.get_doctree = functools.cache(environment.get_doctree)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)


class NumberedReferences(StandardDomain):
    """Sphinx' own domain, which reads the whole page of an exhibit anew for each numbered reference to it."""

    @functools.cached_property
    def _pages(self) -> Any:
        return _PagesReadOnce(self.env)

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Any, typ: str, *found: Any
    ) -> nodes.Element:
        """Resolve a reference as Sphinx does."""
        return super().resolve_xref(self._pages if typ == "numref" else env, fromdocname, builder, typ, *found)


def register(app: Sphinx) -> None:
    """Let Sphinx read pages, pybtex find its plug-in once, and Python seldom look for garbage."""
    app.add_domain(NumberedReferences, override=True)
    # For each citation pybtex searches the metadata of every installed package, unless the plug-in is registered.
    backend = plugin.find_plugin("pybtex.backends", "plaintext")
    plugin.register_plugin("pybtex.backends", "plaintext", backend, force=True)
    # A build makes millions of small objects and keeps nearly all of them until its end, within half a gigabyte.
    gc.set_threshold(200_000, 50, 1000)
