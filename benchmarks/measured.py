"""Run a command and write what it took: ``python measured.py FILE COMMAND ...``, into the file, as JSON.

A small process of its own, for two reasons: the system begins to count the memory of a process with that of the one
that starts it; and kernels are forked by a server that outlives the command, whose time only an ancestor can count.
"""

import ctypes
import json
import os
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
# What systems count memory in: Linux in kilobytes, macOS in bytes.
PER_MEGABYTE = 1e6 if sys.platform == "darwin" else 1e3


def main(file: str, *command: str) -> int:
    """Run the command, wait for all that it leaves, and return its status."""
    if sys.platform == "linux":  # elsewhere, what outlives the command is not counted
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start, seconds, status, used = time.perf_counter(), 0.0, 0, []
    begun = subprocess.Popen(command)
    while True:
        try:
            ended, told, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        used.append(usage)
        if ended == begun.pid:
            seconds, status = time.perf_counter() - start, os.waitstatus_to_exitcode(told)
            begun.returncode = status
    processor = sum(each.ru_utime + each.ru_stime for each in used)
    megabytes = max(each.ru_maxrss for each in used) / PER_MEGABYTE
    Path(file).write_text(json.dumps([seconds, processor, megabytes]), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
