"""What is declared, what is locked and what is explained are one list, and it installs on every Python that we name."""

import importlib.metadata
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from russia_asean import paths

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# In environments of their own, by the lock of each.
APART = {"requirements-lab.txt": "lab", "requirements-workflow.txt": "workflow"}
LOCKS = ("requirements.txt", *APART)
DECLARED = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What is taken in the place of what packages ask for.
OVERRIDES = {Requirement(each).name: Requirement(each) for each in DECLARED["tool"]["uv"]["override-dependencies"]}
GROUPS = {lock: set(DECLARED["dependency-groups"][group]) for lock, group in APART.items()}


def declared():
    """Return all declared dependencies: those of the library and those of the groups."""
    return [
        *DECLARED["project"]["dependencies"],
        *(name for group in DECLARED["dependency-groups"].values() for name in group),
    ]


def pins(text):
    """Return the pinned requirements of a lock file, with their markers."""
    return [Requirement(line.rstrip(" \\")) for line in text.splitlines() if re.match(r"\w", line)]


def by_hand(text):
    """Return the packages of a lock file that are there because ``pyproject.toml`` names them."""
    blocks = re.findall(r"^([\w.-]+)(?:\[.*\])?==.*\n((?: +.*\n)+)", text, flags=re.MULTILINE)
    return {name for name, notes in blocks if "russia-asean (pyproject.toml" in notes or "pyproject.toml:" in notes}


def needed(requirement, environment):
    """Return what an installed package asks for in an environment, with the extras that it is asked for."""
    try:
        asked = importlib.metadata.requires(requirement.name) or []
    except importlib.metadata.PackageNotFoundError:  # needed on another Python only: its own needs are not known here
        return []
    wanted = [environment | {"extra": extra} for extra in ("", *requirement.extras)]
    found = [Requirement(each) for each in asked]
    found = [overridden(each) for each in found]
    return [each for each in found if not each.marker or any(each.marker.evaluate(one) for one in wanted)]


def overridden(asked):
    """Return what is needed in the place of what a package asks for."""
    other = OVERRIDES.get(asked.name)
    return Requirement(str(other)) if other else asked


def fits(asked, pin):
    """Say whether a pin answers a requirement. Pip takes ``a`` for no pin of ``a[b]``, so extras have to be there."""
    version = str(pin.specifier).removeprefix("==")
    return asked.specifier.contains(version, prereleases=True) and asked.extras <= pin.extras


def not_locked(names, locked, python):
    """Return a sentence for each package that is needed on a Python and not pinned there to a fitting version."""
    environment = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    pinned = {
        canonicalize_name(each.name): each for each in locked if not each.marker or each.marker.evaluate(environment)
    }
    seen, left, problems = set(), [("the project", Requirement(name)) for name in names], set()
    while left:
        asker, asked = left.pop()
        name = canonicalize_name(asked.name)
        asked.marker = None
        if name not in pinned or not fits(asked, pinned[name]):
            problems.add(f"Python {python}: {asker} needs {asked}; locked: {pinned.get(name)}")
        if (name, *sorted(asked.extras)) not in seen:
            seen.add((name, *sorted(asked.extras)))
            left += [(name, each) for each in needed(asked, environment)]
    return sorted(problems)


@pytest.mark.parametrize("python", PYTHONS)
def test_everything_that_is_needed_is_locked(python):
    text = (paths.ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert not_locked(set(declared()) - set().union(*GROUPS.values()), pins(text), python) == []


def test_a_lock_for_one_python_only_is_refused():
    text = (paths.ROOT / "requirements.txt").read_text(encoding="utf-8")
    for_one = [each for each in pins(text) if each.name != "aiohttp"]
    assert not_locked(["papermill"], for_one, "3.11") == []
    said = not_locked(["papermill"], for_one, "3.12")
    assert len(said) == 1
    assert re.match(r"Python 3.12: papermill needs aiohttp.*; locked: None", said[0])


@pytest.mark.parametrize("name", ["packaging<2", "packaging[tests]"])
def test_a_pin_outside_the_bounds_or_without_the_extra_is_refused(name):
    assert not_locked([name], pins("packaging==26.0 \\\n    --hash=sha256:0"), "3.11") == [
        f"Python 3.11: the project needs {name}; locked: packaging==26.0"
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_was_written_for_these_dependencies(lock):
    text = (paths.ROOT / lock).read_text(encoding="utf-8")
    wanted = GROUPS.get(lock, set(declared()) - set().union(*GROUPS.values()))
    assert by_hand(text) == {canonicalize_name(Requirement(name).name) for name in wanted}, "Run `make lock`."


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_hashes(lock):
    text = (paths.ROOT / lock).read_text(encoding="utf-8")
    assert all(str(each.specifier).startswith("==") for each in pins(text))
    blocks = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", APART)
def test_the_locks_agree(lock):
    first, second = (
        {each.name: str(each.specifier) for each in pins((paths.ROOT / name).read_text(encoding="utf-8"))}
        for name in (LOCKS[0], lock)
    )
    assert {name for name in set(first) & set(second) if first[name] != second[name]} == set()


def explained(text):
    """Return the packages of the table of reasons."""
    section = text.split("## Why each dependency is there")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \| \S.* \|$", section, flags=re.MULTILINE)


def test_every_dependency_has_a_reason_and_every_reason_a_dependency():
    text = (paths.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert sorted(explained(text)) == sorted(declared())


def test_a_row_without_a_reason_does_not_count():
    text = "## Why each dependency is there\n\n| `pandas` | tables |\n| `numpy` |  |\n\n## Next\n| `other` | x |\n"
    assert explained(text) == ["pandas"]


def test_the_oldest_python_is_the_same_everywhere():
    assert DECLARED["project"]["requires-python"] == f">={PYTHONS[0]}"
    assert DECLARED["tool"]["mypy"]["python_version"] == PYTHONS[0]
    for lock in LOCKS:
        assert f"--python-version {PYTHONS[0]}" in (paths.ROOT / lock).read_text(encoding="utf-8")


def test_repo2docker_takes_the_lock_as_it_is():
    """A file of requirements beside the script would be resolved anew, which overrides of the lock do not survive."""
    assert not (paths.ROOT / "binder/requirements.txt").exists()
    script = (paths.ROOT / "binder/postBuild").read_text(encoding="utf-8")
    assert "--no-deps --require-hashes -r requirements.txt\n" in script
