"""A mistake in a page of the book stops the build and says what is wrong."""

import shutil
import subprocess
import sys

import pytest
from shared import FIXTURES

from russia_asean import paths
from russia_asean.book.common import entries

pytestmark = pytest.mark.slow

PAGE = """# A page

A finding: {finding}`FINDING`

A citation {cite:p}`KEY`, a page [here](other.md).

```{bibliography}
```
"""


@pytest.fixture(scope="module")
def finding():
    """Return the key of a stored finding."""
    found = entries.findings()
    if not found:
        pytest.fail("The stored notebooks hold no finding. Run `make notebooks`.")
    return sorted(found)[0]


def build(folder, text):
    """Build the small book with one page of the given text; return exit status and what was said."""
    shutil.copytree(FIXTURES / "book", folder, dirs_exist_ok=True)
    (folder / "index.md").write_text(text, encoding="utf-8")
    (folder / "other.md").write_text("---\norphan: true\n---\n\n# Another page\n", encoding="utf-8")
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-b",
            "html",
            "-n",
            "-W",
            "--keep-going",
            "-q",
            str(folder),
            str(folder / "_built"),
        ],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stderr


def test_a_sound_page_builds(tmp_path, finding):
    status, said = build(tmp_path, PAGE.replace("FINDING", finding).replace("KEY", "known2020"))
    assert (status, said) == (0, "")
    words = entries.findings()[finding].text.split()[:4]
    assert " ".join(words) in (tmp_path / "_built/index.html").read_text(encoding="utf-8").replace("&#39;", "'")


OTHERS = """
A claim {claim}`no-such-claim`, a page [here](gone.md), a figure {numref}`fig-nowhere`, a role {nonsense}`x`.
"""


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ("FINDING", "no-such-finding", ["Unknown finding 'no-such-finding': no stored notebook has it. Known: "]),
        ("KEY", "nobody1999", ['could not find bibtex key "nobody1999"']),
        (
            "A finding",
            f"{OTHERS}\nA finding",
            ["Unknown or unmeasured claim 'no-such-claim'", "gone.md", "fig-nowhere", 'role "nonsense"'],
        ),
    ],
    ids=["finding", "citation", "others"],
)
def test_a_mistake_stops_the_build_and_is_named(tmp_path, finding, old, new, messages):
    text = PAGE.replace(old, new).replace("FINDING", finding).replace("KEY", "known2020")
    status, said = build(tmp_path, text)
    assert status != 0
    assert [message for message in messages if message not in said] == []
    assert "index.md" in said
    assert "Traceback" not in said
