"""A project of a few files that stands in for the report: a chapter repeats a table, the synthesis the chapter."""

import hashlib
import json
from pathlib import Path

CHANGELOG = """# Changelog

## [Unreleased]

### Added

- A thing.

## [0.1.0]

### Changed

- One.
"""
# It answers the question and the two commands that a rehearsal asks of a project.
LIBRARY = {
    "__init__.py": "",
    "report/__init__.py": "",
    "report/rehearsal.py": """
import hashlib, json
from pathlib import Path
ROOT = Path(__file__).resolve().parents[2]
SETTING = json.loads((ROOT / "docs/watched.json").read_text())
def digest(path):
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
def now():
    return {"trade": digest(SETTING["file"]), "synthesis": digest("results/trade.json"), "vietnam": "none"}
def state():
    names = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    held = json.loads((ROOT / "docs/stamps.json").read_text())
    return {"made_from": {name: now()[name] for name in names}, "stale": [n for n in names if held[n] != now()[n]]}
""",
    "__main__.py": """
import json, sys, time
from russia_asean.report.rehearsal import ROOT, SETTING, now
if sys.argv[1] == "data":
    if "worse" in (ROOT / SETTING["file"]).read_text():
        sys.exit("TableError: data/oil.csv, row 2: 'worse' is no number. Correct the row.")
    sys.exit()
stamps = json.loads((ROOT / "docs/stamps.json").read_text())
for place, name in enumerate(sys.argv[2:], start=1):
    print(f"[{place}/{len(sys.argv[2:])}] notebooks/{name}.ipynb", flush=True)
    if (ROOT / "docs/slow").exists():
        time.sleep(60)
    lines = (ROOT / (SETTING["file"] if name == "trade" else "results/trade.json")).read_text().splitlines()
    said = next((line for line in lines if all(word in line for word in SETTING["words"])), str(len(lines)))
    if "stop" in said:
        sys.exit(f"RunError: notebooks/{name}.ipynb, cell 3: ValueError: stop (nothing was stored)")
    path = ROOT / "results" / f"{name}.json"
    results = json.loads(path.read_text())
    results["findings"][0]["text"] = f"It is {said}."
    if name == "trade":
        results["tests"][0]["verdict"] = "supported" if SETTING["right"] in said else "not supported"
    path.write_text(json.dumps(results))
    stamps[name] = now()[name]
    (ROOT / "docs/stamps.json").write_text(json.dumps(stamps))
print("what changed")
""",
}


def write(root: Path, make, file="data/oil.csv", text="50\n", words=(), right="50") -> Path:
    """Write a small project, and return its folder.

    Args:
        root: the folder.
        make: a maker of notebooks.
        file: the table that the chapter reads.
        text: what it holds.
        words: the chapter repeats the first line with all these words.
        right: what a line must hold for the claim of the chapter to be supported.
    """
    watched = {"file": file, "words": [*words], "right": right}
    history = "claim_id,edition,assessed,verdict,reason\nc-1,1,2026-11-22,supported,\nz-9,2,2026-11-29,misread,Read.\n"
    files = {f"russia_asean/{name}": source for name, source in LIBRARY.items()} | {
        file: text,
        "data/claims/verdict_history.csv": history,
        "docs/watched.json": json.dumps(watched),
        "CHANGELOG.md": CHANGELOG,
        ".git/a": "",
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    (root / "notebooks").mkdir()
    make = type(make)(root / "notebooks")
    said = next((line for line in text.splitlines() if all(word in line for word in words)), text)
    for name in ("trade", "vietnam", "synthesis"):
        make.notebook(make.words("# A"), name=name)
        tested = [make.test("c-1", "supported")] if name == "trade" else []
        make.results(make.finding(f"{name}-a", f"It is {said.strip()}."), *tested, name=name)
    table, trade = (hashlib.sha256((root / path).read_bytes()).hexdigest() for path in (file, "results/trade.json"))
    stamps = {"trade": table, "synthesis": trade, "vietnam": "none"}
    (root / "docs/stamps.json").write_text(json.dumps(stamps))
    return root


def everything(folder: Path) -> dict[Path, bytes]:
    """Return all files below a folder with their bytes, what Python keeps of modules left out."""
    found = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if "__pycache__" not in path.parts}
