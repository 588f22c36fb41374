"""The process that kernels are forked from, and what runs in the process of a kernel before the kernel begins."""

import gc
import multiprocessing
import os
import shutil
import sys
import threading
from collections.abc import Mapping
from multiprocessing import forkserver
from pathlib import Path

from russia_asean.data import kept

# What kernels and chapters import, or what of it imports late, and takes long. Nothing of this library: a notebook says
# itself which of its modules it imports. And not the backend of pictures, which binds itself to the kernel when it is
# imported.
IMPORTED = (
    "IPython.core.completerlib",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_svg",
    "nbformat",
    "pandera.backends.pandas.register",
    "pandera.pandas",
    "pandera.strategies.pandas_strategies",
    "scipy.stats",
    "seaborn",
    "sqlite3",
    "tornado.platform.asyncio",
)

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([*IMPORTED])


def warm_up() -> None:
    """Begin the process that kernels are forked from, where there is none; it imports while the caller goes on."""
    forkserver.ensure_running()


def serve(arguments: list[str], folder: Path, environment: Mapping[str, str], working: Path, tables: bytes) -> None:
    """Be a kernel, in a process that was forked for it from one that has imported ``IMPORTED``.

    Args:
        arguments: those of IPython's kernel.
        folder: where its connection lies; removed where whoever asked for the kernel cannot do so any more.
        environment: the variables of the environment.
        working: the working folder.
        tables: what ``kept`` has packed in the process that asked for the kernel.
    """
    # Ctrl-C on a terminal is for the process that asked, which then stops its kernels.
    os.setsid()
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(working)
    # A kernel that knows its parent does not tell the terminal how to reach it.
    sys.argv = ["ipykernel_launcher.py", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    # No debugger, which takes longer to import than the rest of the kernel, and nobody asks for one here.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    # What was imported before stays: a collection of garbage need not walk through it, and so copy its pages.
    gc.freeze()
    kept.unpack(tables)
    # This module, and the packages in which it lies: the notebook begins with nothing of the library but what is kept.
    package = __name__.partition(".")[0]
    for name in [name for name in sys.modules if name.partition(".")[0] == package and name != kept.__name__]:
        del sys.modules[name]
    import matplotlib as mpl
    import numpy as np
    from ipykernel.kernelapp import launch_new_instance

    # What both do when they are imported in a kernel. Else pictures that are not published would not be shown, and all
    # kernels would draw the same random numbers.
    mpl.rcParams["backend"] = "module://matplotlib_inline.backend_inline"
    np.random.seed()
    launch_new_instance()


def _end_with_parent(folder: Path) -> None:
    """End this process when the one that asked for it has ended, in whatever way."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)
