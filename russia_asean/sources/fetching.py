"""Asking publishers for their files: over TLS alone, patiently, and into the cache and nowhere else.

A file is written beside its name as ``<name>.part``, checked, and moved into place whole: whatever is killed or breaks,
the cache holds whole files, and the next run goes on where this one ended. The cache keeps a list of what was fetched.
"""

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import httpx
import tenacity
from tqdm import tqdm

from russia_asean import paths
from russia_asean.sources.snapshots import SnapshotError, sha256_of

SETTING = "RUSSIA_ASEAN_CACHE"
LOG = "fetched.json"
# A second between two requests to a host: the IMF refuses more than ten in five seconds, UN Comtrade more than one a
# second, and nobody is asked for more than a few dozen files.
PAUSE = 1.0
ATTEMPTS = 6
LONGEST_WAIT = 60.0
PATIENCE = 300.0  # seconds: a publisher that asks us to stay away longer is asked another day
LARGEST = 500_000_000  # bytes of one file, where no smaller limit is given
TIMEOUT = httpx.Timeout(60.0, connect=20.0)
REDIRECTS = 5
TRY_AGAIN = {429, 500, 502, 503, 504}
MOVED = {301, 302, 303, 307, 308}
LOOPBACK = "127.0.0.1"
# What a status means for whoever reads the message.
MEANINGS = {
    204: "it knows no such data set or series. Look its name up at the publisher",
    401: "it wants a key. Set the one that the publisher gave you",
    403: "it lets no program in, or wants a key. Download the file by hand",
    404: "it has no such file. Look up where the publisher keeps it now, and correct the address in data/fetching.csv",
    410: "the file was withdrawn. Look up what replaced it, and correct the address in data/fetching.csv",
}


class FetchError(SnapshotError):
    """A publisher did not give a file, or gave something else."""


class _AgainError(Exception):
    """What may pass with time: it is tried again.

    Attributes:
        wait: seconds that the publisher asks us to wait; None where it does not say.
    """

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.wait = wait


@dataclass(frozen=True)
class Download:
    """A file that was fetched.

    Attributes:
        name: where it lies below the cache.
        address: what was asked for, without any key.
        retrieved: the day.
        bytes: its size.
        sha256: its hash.
        etag: the publisher's mark of this version; empty where it gives none.
    """

    name: str
    address: str
    retrieved: date
    bytes: int
    sha256: str
    etag: str


@dataclass(frozen=True)
class Fetched:
    """A newer copy of a publisher's file, in the format in which a recipe reads it.

    Attributes:
        snapshot: the key in ``data/snapshots.csv`` of the file of which it is a newer copy.
        path: the file, or the folder, in the cache.
        edition: edition or version in words.
        vintage: when the producer released it, as precise as it says (``2026-10``).
        address: where it was asked for, without any key.
        retrieved: the day.
        bytes: size of what lies at ``path``; of a folder, the sum over its files.
        sha256: of what lies at ``path``, as in ``data/snapshots.csv``.
    """

    snapshot: str
    path: Path
    edition: str
    vintage: str
    address: str
    retrieved: date
    bytes: int
    sha256: str


def cache_folder() -> Path:
    """Return the folder of fetched files: what ``RUSSIA_ASEAN_CACHE`` names, or ``_cache`` in the project."""
    named = os.environ.get(SETTING)
    return Path(named) if named else paths.CACHE


class Transport:
    """Downloads files. One is enough for a run: it keeps the pause between requests to a host.

    Args:
        stand_in: an address on the loopback, as ``http://127.0.0.1:8000``, that is asked in place of every publisher,
            with the publisher's host as the first part of the path. For tests.
        sleep: what waits, in seconds.
        clock: what tells seconds that never run backwards.
        jitter: what gives a number between 0 and 1, so that many who were refused do not all come back at once.
        timeout: how long to wait for an answer.

    Raises:
        FetchError: the stand-in is not on the loopback.
    """

    def __init__(
        self,
        *,
        stand_in: str = "",
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        if stand_in and urlsplit(stand_in).hostname != LOOPBACK:
            raise FetchError(f"{stand_in}: is not on {LOOPBACK}. A stand-in may only be there.")
        self._stand_in = stand_in
        self._sleep = sleep
        self._clock = clock
        self._jitter = jitter
        self._last_asked: dict[str, float] = {}
        self._timeout = timeout
        # Once, because the list of authorities takes a moment to read.
        self._authorities = httpx.create_ssl_context(trust_env=not stand_in)

    def download(
        self,
        address: str,
        cache: Path,
        name: str,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        secret_query: Mapping[str, str] | None = None,
        body: object = None,
        sha256: str = "",
        largest: int = LARGEST,
    ) -> Download:
        """Return a file in the cache, fetched now; where the publisher says that it is the same, the one that is there.

        Args:
            address: where the publisher has it.
            cache: the folder of fetched files.
            name: where it shall lie below, with ``/`` between folders.
            headers: what to send along.
            secrets: keys, which are sent as headers and never written down.
            secret_query: keys of publishers that take them only in the address; never written down either.
            body: what to post as JSON; without it the file is asked for by GET.
            sha256: the hash that it must have; empty if none is known.
            largest: the size in bytes above which it is refused.

        Raises:
            FetchError: the address is not on TLS or leads off it, the publisher refuses, or what it gives is empty, a
                page, too large, cut off or another file than expected.
        """
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise FetchError(f"{name}: leads out of the cache.")
        target = cache / name
        target.parent.mkdir(parents=True, exist_ok=True)
        before = fetched_before(cache).get(name)
        if before and not (
            before.address == address and target.is_file() and sha256_of(target) == before.sha256 and body is None
        ):
            before = None
        job = _Job(
            address, target, dict(headers or {}), dict(secrets or {}), dict(secret_query or {}), body, sha256, largest
        )

        def wait(state: tenacity.RetryCallState) -> float:
            stopped = state.outcome.exception() if state.outcome else None
            asked = stopped.wait if isinstance(stopped, _AgainError) else None
            backed_off = min(2.0 ** (state.attempt_number - 1), LONGEST_WAIT)
            return float(asked if asked is not None else backed_off) + self._jitter()

        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_AgainError),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            # Without settings of the environment for a stand-in, since a proxy would not find it.
            with httpx.Client(
                verify=self._authorities,
                timeout=self._timeout,
                follow_redirects=False,
                trust_env=not self._stand_in,
            ) as client:
                etag = tries(self._ask, client, job, before)
        except _AgainError as stopped:
            raise FetchError(
                f"{address}: {stopped}, {ATTEMPTS} times in a row. Run the same command later: it goes on where it "
                "stopped."
            ) from None
        today = datetime.now(UTC).date()
        done = Download(name, address, today, target.stat().st_size, sha256_of(target), etag)
        _write_down(cache, done)
        return done

    def _ask(self, client: httpx.Client, job: "_Job", before: Download | None) -> str:
        """Fetch a file once, and return its ETag."""
        part, notes = job.part, job.notes
        had = job.part_size()
        headers = {"Accept-Encoding": "identity", **job.headers}
        if had:
            headers |= {"Range": f"bytes={had}-", "If-Range": json.loads(notes.read_text(encoding="utf-8"))["etag"]}
        elif before and before.etag:
            headers["If-None-Match"] = before.etag
        try:
            with self._answer(client, job, headers) as answer:
                if answer.status_code == 304 and before:
                    return before.etag
                if answer.status_code == 416:
                    job.forget()
                    raise _AgainError("it has no more of the file than is here")
                _check_status(answer, job.address)
                etag = str(answer.headers.get("ETag", ""))
                resumed = answer.status_code == 206
                if resumed and not answer.headers.get("Content-Range", "").startswith(f"bytes {had}-"):
                    job.forget()
                    raise _AgainError("it sent another part of the file than the one asked for")
                if not resumed:
                    job.forget()
                    # Only a strong mark says that two answers are the same byte by byte.
                    kept = "" if etag.startswith("W/") or job.body is not None else etag
                    notes.write_text(json.dumps({"address": job.address, "etag": kept}), encoding="utf-8")
                self._stream(answer, job, part, had if resumed else 0)
        except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as broken:
            if "CERTIFICATE_VERIFY_FAILED" in str(broken):
                raise FetchError(
                    f"{job.address}: its certificate cannot be checked ({broken}). Bring the list of authorities up to "
                    "date (package certifi), or tell the publisher."
                ) from None
            said = "it did not answer in time" if isinstance(broken, httpx.TimeoutException) else "the connection broke"
            raise _AgainError(said) from None
        _check_whole(job, resumed)
        part.replace(job.target)
        notes.unlink(missing_ok=True)
        return etag

    def _stream(self, answer: httpx.Response, job: "_Job", part: Path, had: int) -> None:
        """Write what comes behind what is there."""
        length = answer.headers.get("Content-Length")
        whole = had + int(length) if length else None
        if whole and whole > job.largest:
            job.forget()
            raise FetchError(_too_large(job))
        # Quiet where nobody watches: `disable=None` looks for a terminal.
        bar = tqdm(total=whole, initial=had, unit="B", unit_scale=True, desc=job.target.name, disable=None, leave=False)
        with bar, part.open("ab" if had else "wb") as file:
            size = had
            # Piece by piece as they come: what was waited for together would be lost together.
            for chunk in answer.iter_bytes():
                size += len(chunk)
                if size > job.largest:
                    file.close()
                    job.forget()
                    raise FetchError(_too_large(job))
                file.write(chunk)
                file.flush()
                bar.update(len(chunk))
            os.fsync(file.fileno())

    def _answer(self, client: httpx.Client, job: "_Job", headers: dict[str, str]) -> "_Stream":
        """Return the answer of the last address that redirects lead to, its body not yet read."""
        address, method, body = job.address, "GET" if job.body is None else "POST", job.body
        secrets, secret_query = job.secrets, job.secret_query
        for _ in range(REDIRECTS + 1):
            if urlsplit(address).scheme != "https":
                led = "" if address == job.address else f" is led to {_without_query(address)}, which"
                raise FetchError(f"{job.address}:{led} is not on TLS (https). It is not asked for.")
            self._keep_pause(str(urlsplit(address).hostname))
            where = httpx.URL(self._where(address))
            if secret_query:
                where = where.copy_merge_params(secret_query)
            request = client.build_request(method, where, headers=headers | secrets, json=body)
            answer = client.send(request, stream=True)
            if answer.status_code not in MOVED or "Location" not in answer.headers:
                return _Stream(answer)
            answer.close()
            led_to = str(httpx.URL(address).join(answer.headers["Location"]))
            if urlsplit(led_to).hostname != urlsplit(address).hostname:
                secrets, secret_query = {}, {}  # A key is for the publisher alone.
            if answer.status_code in {301, 302, 303}:
                method, body = "GET", None
            address = led_to
        raise FetchError(f"{job.address}: leads from address to address without end. Look it up at the publisher.")

    def _where(self, address: str) -> str:
        if not self._stand_in:
            return address
        parts = urlsplit(address)
        return f"{self._stand_in}/{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def _keep_pause(self, host: str) -> None:
        left = self._last_asked.get(host, -PAUSE) + PAUSE - self._clock()
        if left > 0 and host in self._last_asked:
            self._sleep(left)
        self._last_asked[host] = self._clock()


@dataclass(frozen=True)
class _Job:
    """What is asked for, and the files in which a download lies until it is whole."""

    address: str
    target: Path
    headers: dict[str, str]
    secrets: dict[str, str]
    secret_query: dict[str, str]
    body: Any
    sha256: str
    largest: int

    @property
    def part(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def notes(self) -> Path:
        """Of which version the part is: its address and its ETag."""
        return self.target.with_name(f"{self.target.name}.part.json")

    def part_size(self) -> int:
        """Return how many bytes are there that can be gone on from; none if it is not known of which version."""
        try:
            noted = json.loads(self.notes.read_text(encoding="utf-8"))
            if noted["address"] == self.address and noted["etag"]:
                return self.part.stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0

    def forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)


class _Stream:
    """An answer that is closed when one is done with it."""

    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer

    def __enter__(self) -> httpx.Response:
        return self._answer

    def __exit__(self, *_: object) -> None:
        self._answer.close()


def _check_status(answer: httpx.Response, address: str) -> None:
    """Refuse or put off what is no file."""
    status = answer.status_code
    if status in TRY_AGAIN:
        wait = _seconds(answer.headers.get("Retry-After", ""))
        if wait is not None and wait > PATIENCE:
            raise FetchError(
                f"{address}: answers {status} and asks to be left alone for {wait / 60:.0f} minutes. Come back then."
            )
        raise _AgainError(f"it answers {status}", wait)
    if status not in {200, 206}:
        meaning = MEANINGS.get(status, "it does not give the file. Read what the publisher says of its interface")
        raise FetchError(f"{address}: answers {status}: {meaning}.")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise FetchError(
            f"{address}: gives a page in place of a file, as sites do that want to see a person. Download the file by "
            "hand."
        )


def _check_whole(job: _Job, resumed: bool) -> None:
    """Refuse a part that is not the file."""
    if not job.part.stat().st_size:
        job.forget()
        raise FetchError(
            f"{job.address}: answers 200 and nothing else. Is a part of the key empty, where `*` must stand for all?"
        )
    if job.sha256 and sha256_of(job.part) != job.sha256:
        job.forget()
        if resumed:
            raise _AgainError("its two halves do not fit together")
        raise FetchError(
            f"{job.address}: gives another file than the one expected (its hash differs). Read what the publisher says "
            "of it before you take it."
        )


def _too_large(job: _Job) -> str:
    return (
        f"{job.address}: is larger than {job.largest / 1e6:.0f} MB, more than this file can be. Look at it by hand "
        "before you raise the limit in data/fetching.csv."
    )


def _seconds(said: str) -> float | None:
    """Return how long to wait by the words of ``Retry-After``: seconds, or a day and time."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _without_query(address: str) -> str:
    """Return an address without what may be a key."""
    return address.split("?")[0]


def fetched_before(cache: Path) -> dict[str, Download]:
    """Return what the list of the cache says of each file, by its name; nothing if no list can be read."""
    try:
        listed = json.loads((cache / LOG).read_text(encoding="utf-8"))
        return {
            name: Download(**{**told, "name": name, "retrieved": date.fromisoformat(told["retrieved"])})
            for name, told in listed.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _write_down(cache: Path, done: Download) -> None:
    listed = fetched_before(cache) | {done.name: done}
    told = {name: {**asdict(each), "retrieved": each.retrieved.isoformat()} for name, each in sorted(listed.items())}
    for each in told.values():
        del each["name"]
    write_whole(cache / LOG, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a text file in the cache so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)
