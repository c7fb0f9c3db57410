"""Dask's workers as an executor, for a class that one machine is too small for."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Generator
from concurrent.futures import Executor

from cnnquiz.errors import UsageError

WAIT = 20  # seconds, for a scheduler to answer and for a first worker


@contextlib.contextmanager
def connect(address: str, wait: float = WAIT) -> Generator[Executor, None, None]:
    """Connect to a scheduler; a task whose worker is lost goes to another.

    Raises
    ------
    UsageError
        If `distributed` is not installed, nothing answers there, or nobody works there.
    """
    try:
        from distributed import Client
        from distributed.comm import get_address_host
    except ImportError:
        raise UsageError(
            "--cluster needs the package 'distributed': pip install 'cnnquiz[cluster]'"
        ) from None
    # What goes wrong is said by an exception; the rest is for those who run the cluster.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        get_address_host(address)  # a client of no address would wait to be closed
        client = Client(address, timeout=wait, set_as_default=False)
    except (OSError, ValueError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise UsageError(f"no Dask scheduler answers at '{address}' ({why})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=wait)
        except TimeoutError:
            raise UsageError(f"the scheduler at '{address}' has no workers") from None
        # Equal files are graded each by itself: a verdict says which file it is about.
        yield client.get_executor(pure=False)
