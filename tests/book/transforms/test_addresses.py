"""Addresses on pages: as their publishers write them, once escaped, and breakable in print."""

import shutil
import subprocess
import sys

import pytest
from shared import FIXTURES

ADDRESS = "https://example.org/data?format=json&date=2008:2018"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("builder", "file", "shown"),
    [
        ("html", "index.html", f'href="{ADDRESS.replace("&", "&amp;")}"'),
        ("latex", "small.tex", rf"\url{{{ADDRESS}}}"),
    ],
)
def test_an_address_is_the_one_that_was_written(tmp_path, builder, file, shown):
    shutil.copytree(FIXTURES / "book", tmp_path, dirs_exist_ok=True)
    (tmp_path / "index.md").write_text(f"# A page\n\nAsk <{ADDRESS}> and cite.\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, str(tmp_path), str(tmp_path / "_built")]
    subprocess.run(command, check=True, capture_output=True)
    page = (tmp_path / "_built" / file).read_text(encoding="utf-8")
    assert shown in page
    assert "amp;amp;" not in page and "begin{footnote}" not in page
