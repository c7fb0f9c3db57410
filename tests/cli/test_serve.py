# ruff: noqa: S104, S108 - addresses and folders are only named here
"""serve: the interface for a browser on this machine, and for nobody else's pages."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys

import pytest

from cnnquiz.cli.serve import command, is_loopback, same_site

aiohttp = pytest.importorskip("aiohttp", reason="textual-serve is not installed")
pytest.importorskip("textual_serve", reason="textual-serve is not installed")


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost", True), ("127.0.0.1", True), ("::1", True), ("127.3.2.1", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("quiz.example", False),
    ],
)  # fmt: skip
def test_only_loopback_is_this_machine(host, ours) -> None:
    """Everything else is warned of."""
    assert is_loopback(host) is ours


def test_a_page_of_another_site_is_another_site() -> None:
    """Another port is, too; a program that is no page sends no origin."""
    assert same_site(None, "localhost:8000")
    assert same_site("http://localhost:8000", "localhost:8000")
    assert not same_site("http://localhost:9000", "localhost:8000")
    assert not same_site("http://evil.example", "localhost:8000")
    assert not same_site("null", "localhost:8000")


def test_each_window_runs_the_interface_on_the_same_record() -> None:
    """A folder with spaces is one word."""
    assert command("/tmp/my data").endswith(" -m cnnquiz --data-dir '/tmp/my data'")
    assert command(None).endswith(" -m cnnquiz")


@pytest.fixture
def port():
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def served(port, tmp_path):
    """Serve on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnquiz", "serve", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "CNNQUIZ_DATA_DIR": str(tmp_path), "COLUMNS": "200",
             "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    for line in process.stdout:
        if "Press Ctrl+C" in line:
            break
    yield f"127.0.0.1:{port}"
    process.kill()
    process.wait()
    process.stdout.close()


async def first_page(session, host):
    """Ask until it listens, which it does a moment after it says so."""
    while True:
        try:
            return await session.get(f"http://{host}")
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0)


async def visit(host):
    """Open the page and a window of it; and try so from another site's page."""
    async with aiohttp.ClientSession() as session:
        async with await first_page(session, host) as page:
            assert page.status == 200
            assert "cnnquiz" in await page.text()
        where = f"http://{host}/ws?width=80&height=24"
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(where, headers={"Origin": "http://evil.example"})
        async with session.ws_connect(
            where, headers={"Origin": f"http://{host}"}
        ) as window:
            drawn = b""
            while b"Exercises" not in drawn:
                message = await window.receive()
                assert message.type == aiohttp.WSMsgType.BINARY or message.data
                drawn += message.data if isinstance(message.data, bytes) else b""
            return drawn


def test_a_browser_gets_the_interface_and_other_pages_do_not(served) -> None:
    """Home is drawn in the window; a socket from elsewhere is refused."""
    assert b"Quiz" in asyncio.run(visit(served))


def test_a_port_that_is_taken_is_said(run, port) -> None:
    """With what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = run("serve", "--host", "127.0.0.1", "--port", port)
    assert done.returncode == 2
    assert "Another --port may be free" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_host_is_warned_of(run, port) -> None:
    """Before it listens."""
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", port))  # so that serving ends at once
        taken.listen()
        done = run("serve", "--host", "0.0.0.0", "--port", port)
    assert "warning: whoever can reach 0.0.0.0" in done.stderr
