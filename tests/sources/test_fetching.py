"""Downloads: what comes whole, what is tried again, what is refused, and what a broken or killed run leaves."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from standins import Answer, File

from russia_asean.sources import fetching
from russia_asean.sources.fetching import FetchError, Transport

ADDRESS = "https://publisher.org/data/file.csv"
BODY = b"year,value\n" + b"2025,1\n" * 500


def left_in(cache):
    return sorted(str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file())


def pauses(slept):
    """Return the waits between tries, without the second that is kept between two requests to a host."""
    return [wait for wait in slept if wait != fetching.PAUSE]


def test_a_file_comes_whole_and_is_listed(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY))
    done = transport.download(ADDRESS, tmp_path, "publisher/file.csv")
    assert (tmp_path / "publisher/file.csv").read_bytes() == BODY
    assert left_in(tmp_path) == ["fetched.json", "publisher/file.csv"]
    listed = json.loads((tmp_path / "fetched.json").read_text())["publisher/file.csv"]
    digest = hashlib.sha256(BODY).hexdigest()
    assert listed == {
        "address": ADDRESS,
        "retrieved": done.retrieved.isoformat(),
        "bytes": len(BODY),
        "sha256": digest,
        "etag": '"one"',
    }
    assert (done.bytes, done.sha256, done.etag) == (len(BODY), digest, '"one"')


def test_what_has_not_changed_is_not_sent_again(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY))
    first = transport.download(ADDRESS, tmp_path, "file.csv")
    assert transport.download(ADDRESS, tmp_path, "file.csv") == first
    assert stand_in.asked[1].headers["If-None-Match"] == '"one"'


def test_a_file_that_was_touched_is_asked_for_anew(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv")
    (tmp_path / "file.csv").write_text("edited")
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == BODY
    assert "If-None-Match" not in stand_in.asked[1].headers


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_after_growing_waits(stand_in, transport, slept, tmp_path, status):
    broken = Answer(b"busy", status)
    stand_in.answers(ADDRESS, broken, broken, broken, File(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert len(stand_in.asked) == 4
    # One second is both the first wait and the pause between requests, of which there are three.
    assert sorted(slept) == [1, 1, 1, 1, 2, 4]


@pytest.mark.parametrize("as_day", [False, True])
def test_a_publisher_that_says_when_to_come_back_is_obeyed(stand_in, transport, slept, tmp_path, as_day):
    said = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True) if as_day else "100"
    stand_in.answers(ADDRESS, Answer(b"", 429, {"Retry-After": said}), File(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert pauses(slept) == [pytest.approx(100, abs=20)]


def test_a_publisher_that_wants_an_hour_gets_it_without_us(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, Answer(b"", 429, {"Retry-After": "3600"}))
    with pytest.raises(FetchError, match="answers 429 and asks to be left alone for 60 minutes"):
        transport.download(ADDRESS, tmp_path, "file.csv")
    assert len(stand_in.asked) == 1


def test_six_tries_are_enough(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, Answer(b"", 502))
    with pytest.raises(FetchError, match=r"it answers 502, 6 times in a row\. Run the same command later"):
        transport.download(ADDRESS, tmp_path, "file.csv")
    assert len(stand_in.asked) == 6
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (Answer(b"no", 403), "answers 403: it lets no program in"),
        (Answer(b"no", 404), "answers 404: it has no such file"),
        (Answer(b"no", 410), "answers 410: the file was withdrawn"),
        (Answer(b"no", 418), "answers 418: it does not give the file"),
        (Answer(b"", 204), "answers 204: it knows no such data set or series"),
        (Answer(b"", 200), "answers 200 and nothing else. Is a part of the key empty"),
        (Answer(b"<html>", 200, {"Content-Type": "text/html; charset=utf-8"}), "gives a page in place of a file"),
    ],
)
def test_what_does_not_pass_is_refused_at_once(stand_in, transport, slept, tmp_path, answer, refused):
    stand_in.answers(ADDRESS, answer)
    with pytest.raises(FetchError, match=refused):
        transport.download(ADDRESS, tmp_path, "file.csv")
    assert len(stand_in.asked) == 1 and slept == []
    assert left_in(tmp_path) == []


def test_a_refusal_leaves_the_file_of_before(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY), Answer(b"", 204))
    transport.download(ADDRESS, tmp_path, "file.csv")
    with pytest.raises(FetchError):
        transport.download(ADDRESS, tmp_path, "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == BODY


def test_half_a_file_is_gone_on_from(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY, sent=1000))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == BODY
    assert [asked.headers.get("Range") for asked in stand_in.asked] == [None, "bytes=1000-"]
    assert stand_in.asked[1].headers["If-Range"] == '"one"'


def test_half_a_file_of_a_server_without_marks_is_begun_anew(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, Answer(BODY, sent=1000), Answer(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == BODY
    assert "Range" not in stand_in.asked[1].headers


def test_half_a_file_is_dropped_when_the_publisher_has_another(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(b"old " * 500, sent=1000), File(BODY, etag='"two"'))
    assert transport.download(ADDRESS, tmp_path, "file.csv").etag == '"two"'
    assert (tmp_path / "file.csv").read_bytes() == BODY


def test_halves_that_do_not_fit_are_fetched_anew(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(b"x" * len(BODY), sent=1000), File(BODY))
    digest = hashlib.sha256(BODY).hexdigest()
    transport.download(ADDRESS, tmp_path, "file.csv", sha256=digest)
    assert (tmp_path / "file.csv").read_bytes() == BODY


def test_another_part_than_the_one_asked_for_is_not_joined(stand_in, transport, tmp_path):
    wrong = Answer(BODY[:10], 206, {"ETag": '"one"', "Content-Range": f"bytes 0-9/{len(BODY)}"})
    stand_in.answers(ADDRESS, File(BODY, sent=1000), wrong, File(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == BODY


def test_a_part_that_is_whole_already_is_fetched_anew(stand_in, transport, tmp_path):
    (tmp_path / "file.csv.part").write_bytes(BODY)
    (tmp_path / "file.csv.part.json").write_text(json.dumps({"address": ADDRESS, "etag": '"one"'}))
    stand_in.answers(ADDRESS, File(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert left_in(tmp_path) == ["fetched.json", "file.csv"]


def test_a_file_with_another_hash_is_refused(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY))
    with pytest.raises(FetchError, match="gives another file than the one expected"):
        transport.download(ADDRESS, tmp_path, "file.csv", sha256="0" * 64)
    assert left_in(tmp_path) == []


def test_a_publisher_that_does_not_answer_in_time_is_asked_again(stand_in, slept, tmp_path):
    hasty = Transport(stand_in=stand_in.address, sleep=slept.append, timeout=httpx.Timeout(0.2))
    stand_in.answers(ADDRESS, Answer(BODY, late=0.6), Answer(BODY))
    hasty.download(ADDRESS, tmp_path, "file.csv")
    assert len(stand_in.asked) == 2


def test_a_server_that_is_not_there_is_told(slept, tmp_path):
    nobody = Transport(stand_in="http://127.0.0.1:1", sleep=slept.append)
    with pytest.raises(FetchError, match=f"{ADDRESS}: the connection broke, 6 times in a row"):
        nobody.download(ADDRESS, tmp_path, "file.csv")


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_larger_than_its_limit_is_not_kept(stand_in, transport, tmp_path, stated):
    headers = {} if stated else {"Transfer-Encoding": "chunked"}
    body = BODY if stated else b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    stand_in.answers(ADDRESS, Answer(body, headers=headers))
    with pytest.raises(FetchError, match="is larger than 0 MB, more than this file can be"):
        transport.download(ADDRESS, tmp_path, "file.csv", largest=2000)
    assert left_in(tmp_path) == []


def test_redirects_over_tls_are_followed(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, Answer(b"", 302, {"Location": "https://store.org/file"}))
    stand_in.answers("https://store.org/file", File(BODY))
    assert transport.download(ADDRESS, tmp_path, "file.csv").address == ADDRESS
    assert (tmp_path / "file.csv").read_bytes() == BODY


@pytest.mark.parametrize("led_to", ["http://store.org/file?key=secret", "ftp://store.org/file"])
def test_a_redirect_off_tls_is_refused_by_name(stand_in, transport, tmp_path, led_to):
    stand_in.answers(ADDRESS, Answer(b"", 302, {"Location": led_to}))
    named = led_to.split("?")[0]
    with pytest.raises(FetchError, match=f"{ADDRESS}: is led to {named}, which is not on TLS") as refused:
        transport.download(ADDRESS, tmp_path, "file.csv")
    assert "secret" not in str(refused.value)
    assert len(stand_in.asked) == 1


def test_an_address_off_tls_is_not_asked(stand_in, transport, tmp_path):
    with pytest.raises(FetchError, match=r"http://publisher\.org/file: is not on TLS"):
        transport.download("http://publisher.org/file", tmp_path, "file.csv")
    assert stand_in.asked == []


def test_a_circle_of_redirects_ends(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, Answer(b"", 302, {"Location": "/data/file.csv"}))
    with pytest.raises(FetchError, match="leads from address to address without end"):
        transport.download(ADDRESS, tmp_path, "file.csv")


def test_a_stand_in_may_only_be_on_the_loopback():
    with pytest.raises(FetchError, match=r"http://example\.org: is not on 127\.0\.0\.1"):
        Transport(stand_in="http://example.org")


@pytest.mark.parametrize("kind", ["secrets", "secret_query"])
def test_a_key_is_for_the_publisher_alone_and_written_down_nowhere(stand_in, transport, tmp_path, kind):
    stand_in.answers(ADDRESS, Answer(b"", 302, {"Location": "https://store.org/file"}))
    stand_in.answers("https://store.org/file", File(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv", **{kind: {"X-Key": "secret-key"}})
    first, second = (f"{asked.address} {asked.headers}" for asked in stand_in.asked)
    assert "secret-key" in first and "secret-key" not in second
    assert not any("secret-key" in path.read_text() for path in tmp_path.rglob("*") if path.is_file())


def test_a_question_can_be_posted(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, Answer(BODY))
    transport.download(ADDRESS, tmp_path, "file.csv", body={"years": [1995, 2025]})
    assert stand_in.asked[0].method == "POST"
    assert json.loads(stand_in.asked[0].body) == {"years": [1995, 2025]}


def test_a_second_lies_between_two_requests_to_a_host(stand_in, tmp_path):
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    patient = Transport(stand_in=stand_in.address, sleep=sleep, clock=lambda: now[0])
    other = "https://other.org/file"
    for address in (ADDRESS, other):
        stand_in.answers(address, Answer(BODY))
    patient.download(ADDRESS, tmp_path, "first.csv")
    patient.download(other, tmp_path, "second.csv")
    assert slept == []
    now[0] += 0.25
    patient.download(ADDRESS, tmp_path, "first.csv")
    assert slept == [0.75]


@pytest.mark.parametrize("name", ["../file.csv", "/elsewhere/file.csv", "a/../../file.csv"])
def test_nothing_is_written_outside_the_cache(transport, tmp_path, name):
    with pytest.raises(FetchError, match="leads out of the cache"):
        transport.download(ADDRESS, tmp_path / "cache", name)


def test_a_damaged_list_of_the_cache_only_costs_a_download(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(BODY))
    (tmp_path / "fetched.json").write_text('{"file.csv": {"address"')
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert list(fetching.fetched_before(tmp_path)) == ["file.csv"]


def test_the_cache_is_where_the_setting_says(monkeypatch, tmp_path):
    monkeypatch.delenv("RUSSIA_ASEAN_CACHE", raising=False)
    assert fetching.cache_folder().name == "_cache"
    monkeypatch.setenv("RUSSIA_ASEAN_CACHE", str(tmp_path))
    assert fetching.cache_folder() == tmp_path


DOWNLOAD = """
import sys
from pathlib import Path
from russia_asean.sources.fetching import Transport
Transport(stand_in=sys.argv[1]).download(sys.argv[2], Path(sys.argv[3]), "file.csv")
"""


def test_a_killed_download_leaves_the_cache_whole_and_the_next_goes_on(stand_in, transport, tmp_path):
    stand_in.answers(ADDRESS, File(b"before"))
    transport.download(ADDRESS, tmp_path, "file.csv")
    large = BODY * 40
    stand_in.answers(ADDRESS, File(large, etag='"two"', slow=0.02))
    process = subprocess.Popen([sys.executable, "-c", DOWNLOAD, stand_in.address, ADDRESS, str(tmp_path)])
    part = tmp_path / "file.csv.part"
    give_up = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 3000):
        assert process.poll() is None and time.monotonic() < give_up
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert (tmp_path / "file.csv").read_bytes() == b"before"
    assert fetching.fetched_before(tmp_path)["file.csv"].etag == '"one"'
    had = part.stat().st_size
    assert 3000 < had < len(large)
    stand_in.answers(ADDRESS, File(large, etag='"two"'))
    transport.download(ADDRESS, tmp_path, "file.csv")
    assert stand_in.asked[-1].headers["Range"] == f"bytes={had}-"
    assert (tmp_path / "file.csv").read_bytes() == large
    assert left_in(tmp_path) == ["fetched.json", "file.csv"]
