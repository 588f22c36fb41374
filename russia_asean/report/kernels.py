"""Kernels for notebooks that run side by side: quick to start, held to limits, gone with whoever asked for them.

Half of what a short chapter takes is spent on importing pandas, SciPy and seaborn. So one process imports them once,
and each kernel is a fork of it (the fork server of ``multiprocessing``). Papermill runs a notebook on such a kernel as
on any other, and its outputs are those of a plain run.
"""

import asyncio
import logging
import multiprocessing
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from russia_asean.data import kept
from russia_asean.report import kernel_process

ENGINE = "forked"  # the name under which papermill finds the engine
# Seconds that a cell may take. The slowest takes three, and a busy machine may need ten times as long.
TIME_LIMIT = 300
# Characters that a cell may show. The largest, a figure with its pictures and data, shows a hundredth of this.
OUTPUT_LIMIT = 20_000_000
NAME = "kernel of a notebook"  # of the processes that are kernels

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # what stops a cell is said once, by the error


class CellStoppedError(RuntimeError):
    """The kernel was stopped while a cell ran.

    Attributes:
        cell_index: the place of the cell, counted from 0.
    """

    def __init__(self, message: str, cell_index: int) -> None:
        super().__init__(message)
        self.cell_index = cell_index


def stop_all() -> None:
    """Stop the kernels of this process; whoever waits for one learns that it is dead."""
    for process in multiprocessing.active_children():
        if process.name == NAME:
            process.kill()


class _Fork(LocalProvisioner):
    """Starts a kernel as a fork, and stops it."""

    process: Any = None  # one of multiprocessing, where the parent class has one of subprocess

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; of the command, what comes after the program is for the kernel."""
        arguments = cmd[cmd.index("-f") :]
        folder = Path(arguments[1]).parent
        self.process = kernel_process.FORKS.Process(
            target=kernel_process.serve,
            args=(arguments, folder, kwargs["env"], kwargs["cwd"], kept.packed()),
            name=NAME,
            daemon=True,
        )
        self.process.start()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return how the kernel ended, None while it runs."""
        return 0 if self.process is None else self.process.exitcode

    async def wait(self) -> int | None:
        """Return how the kernel ended, once it has."""
        while (code := await self.poll()) is None:
            await asyncio.sleep(0.01)
        self.process = None
        return code

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel."""
        if self.process is not None and self.process.pid is not None:
            os.kill(self.process.pid, signum)


class _Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill comes without types
    """Runs a notebook in an event loop of its own, as several run at once, and each cell within the limits."""

    _shown = 0  # characters that the running cell has shown

    async def run(self, working: Path) -> None:
        """Run the cells up to the first that fails, as papermill does, in a working folder."""
        try:
            await self.async_start_new_kernel(cwd=working)
            await self.async_start_new_kernel_client()
            for index, cell in enumerate(self.nb.cells):
                await self.async_execute_cell(cell, index)
        except CellExecutionError as error:
            # Papermill then raises an error of its own that says which cell it was.
            self.nb_man.cell_exception(self.nb.cells[index], cell_index=index, exception=error)
        finally:
            await self._async_cleanup_kernel()

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, *args: Any, **named: Any) -> Any:
        """Run a cell.

        Raises:
            CellStoppedError: it took too long or showed too much, or the kernel died.
        """
        self._shown = 0
        try:
            return await super().async_execute_cell(cell, cell_index, *args, **named)
        except CellTimeoutError:
            why = f"did not end within {TIME_LIMIT} seconds; look for a loop without an end"
        except DeadKernelError:
            why = "its kernel was stopped from outside, as happens where memory runs out; run it again"
            if self._shown > OUTPUT_LIMIT:
                why = f"showed more than {OUTPUT_LIMIT:,} characters; look for a loop that prints"
        raise CellStoppedError(why, cell_index)

    def process_message(self, msg: dict[str, Any], *args: Any, **named: Any) -> Any:
        """Take what a cell shows, up to the limit; then stop its kernel."""
        self._shown += len(repr(msg["content"]))
        if self._shown > OUTPUT_LIMIT:
            self.km.provisioner.process.kill()
            return None
        return super().process_message(msg, *args, **named)


class _Engine(NBClientEngine):  # type: ignore[misc]
    """Papermill's way to run a notebook, on a forked kernel."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, working: Path, **named: Any
    ) -> None:
        """Run the cells of a notebook in a working folder."""
        # The path of a socket has at most a hundred signs, so neither below the project nor in a folder far down.
        place = None if len(tempfile.gettempdir()) < 60 else "/tmp"
        with tempfile.TemporaryDirectory(prefix="kernel-", dir=place, ignore_cleanup_errors=True) as folder:
            # Sockets in a folder, since two processes can be given one free port.
            manager = AsyncKernelManager(
                kernel_name=kernel_name, transport="ipc", ip=f"{folder}/socket", connection_file=f"{folder}/kernel.json"
            )
            manager.provisioner = _Fork(parent=manager, kernel_id="", kernel_spec=manager.kernel_spec)
            client = _Client(
                nb_man,
                km=manager,
                log=_log,
                timeout=TIME_LIMIT,
                shutdown_kernel="immediate",
                extra_arguments=["--log-level=ERROR"],  # the kernel's own notes are not about the report
            )
            # In a thread of its own: whoever calls may have an event loop running, as a notebook does.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, client.run(working)).result()


papermill_engines.register(ENGINE, _Engine)
