"""Two runs of one command at once: the second says so and begins nothing, and goes on once the first has ended."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from russia_asean import cli, paths
from russia_asean.report import acceptance, comparison, refresh
from russia_asean.report.one_at_a_time import AtWorkError, alone, in_turn

HOLDS = """
import sys
import threading
from pathlib import Path
from russia_asean.report.one_at_a_time import alone
with alone(Path(sys.argv[1]), "make refresh"):
    print("here", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Return another process that is at work in the folder ``made``."""
    command = [sys.executable, "-c", HOLDS, str(tmp_path / "made")]
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout.readline() == b"here\n"
        yield process
        process.kill()


def test_a_second_process_is_kept_out_until_the_first_is_gone_even_by_a_kill(other, tmp_path):
    said = r"^Another `make refresh` is at work in made\. Nothing was begun"
    with pytest.raises(AtWorkError, match=said), alone(tmp_path / "made", "make refresh"):
        pass
    with alone(tmp_path / "elsewhere", "make refresh"):
        pass
    other.kill()
    other.wait()
    with alone(tmp_path / "made", "make refresh"):
        pass


def test_who_waits_for_a_turn_begins_when_the_other_has_ended(other, tmp_path):
    done = []

    def wait():
        with in_turn(tmp_path / "made"):
            done.append("here")

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive() and done == []
    other.kill()
    waiting.join(30)
    assert done == ["here"]


@pytest.mark.parametrize(
    "arguments",
    [["refresh", "eia"], ["refresh-accept"], ["compare", "trade_flows", "mine.csv"]],
    ids=lambda arguments: arguments[0],
)
def test_a_second_command_ends_with_a_sentence_and_begins_nothing(monkeypatch, other, tmp_path, arguments):
    begun = []
    monkeypatch.setattr(refresh, "FOLDER", tmp_path / "made")
    monkeypatch.setattr(refresh, "asked", lambda *given: begun.append("asked"))
    monkeypatch.setattr(acceptance, "accept", lambda *given: begun.append("accepted"))
    monkeypatch.setattr(comparison, "compare", lambda *given: begun.append("compared"))
    monkeypatch.setattr(comparison.own_series, "read", lambda *given: begun.append("read"))
    run = comparison.run
    monkeypatch.setattr(comparison, "run", lambda *given: run(*given, folder=tmp_path / "made"))
    monkeypatch.setattr(sys, "argv", ["russia_asean", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    command = "compare" if arguments[0] == "compare" else "refresh"
    assert str(stop.value).startswith(f"AtWorkError: Another `make {command}` is at work in made.")
    assert begun == [] and not Path(tmp_path / "made").exists()
