"""The directive for claims that no chapter tests shows their boxes, and refuses an unknown id."""

import io

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from russia_asean.book.directives import claims_directive, roles

pytestmark = pytest.mark.slow


@pytest.fixture
def build(tmp_path):
    """Return a function that builds a page and returns its doctree and the warnings."""

    def built(page):
        (tmp_path / "conf.py").write_text("", encoding="utf-8")
        (tmp_path / "index.md").write_text(page, encoding="utf-8")
        warnings = io.StringIO()
        folders = [tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees"]
        with docutils_namespace():  # else roles would still be there for tests after this
            app = Sphinx(
                *map(str, folders),
                "dummy",
                confoverrides={
                    "extensions": ["myst_parser", "sphinxcontrib.bibtex"],
                    "myst_enable_extensions": ["attrs_block", "attrs_inline", "colon_fence"],
                    "bibtex_bibfiles": [],
                },
                status=None,
                warning=warnings,
                freshenv=True,
            )
            claims_directive.register(app)
            roles.register(app)
            app.build()
        return app.env.get_doctree("index"), warnings.getvalue()

    return built


def test_each_claim_has_a_box_with_verdict_anchor_and_note(build):
    page, _ = build("# A\n\n```{claims} antipiracy-patrols-possible\ncpa-admm-plus\n```\n")
    judged, untested = (box for box in page.findall(nodes.container) if "check" in box["classes"])
    assert [anchor["ids"] for anchor in judged.findall(nodes.target)] == [["check-antipiracy-patrols-possible"]]
    assert "verdict-judgement" in judged["classes"]
    assert "That something can be organised is not refuted by its absence." in judged.astext()
    assert "verdict-untested" in untested["classes"]
    assert "It would need the text of the Comprehensive Plan of Action" in untested.astext()


@pytest.mark.parametrize(
    ("ids", "problem"),
    [(" no-such-claim", "'no-such-claim' is no claim of data/claims/assessments.csv"), ("", "names no claim")],
)
def test_an_unknown_claim_or_none_is_an_error(build, ids, problem):
    _, warnings = build(f"# A\n\n```{{claims}}{ids}\n```\n")
    assert problem in warnings
