"""serve: the interface in a browser, on this machine unless told otherwise."""

from __future__ import annotations

import ipaddress
import shlex
import sys
from typing import Any
from urllib.parse import urlsplit

import click

from cnnquiz.errors import ExitCode, UsageError

PORT = 8000


@click.command("serve", epilog="Example: cnnquiz serve --port 8080")
@click.option("--host", default="localhost", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True,
    help="The port to listen on.",
)  # fmt: skip
@click.pass_obj
def serve_command(data_dir: str | None, host: str, port: int) -> int:
    """Open the interface in a browser, until ^C.

    It listens on this machine alone. With another --host, whoever can reach it uses
    your record, and runs code in your sandbox.
    """
    try:
        from textual_serve.server import Server
    except ImportError:
        raise UsageError(
            "serving needs the package textual-serve: pip install 'cnnquiz[serve]'"
        ) from None
    if not is_loopback(host):
        print(
            f"cnnquiz: warning: whoever can reach {host}:{port} can use your record and "
            "run code in your sandbox; nobody is asked for a password",
            file=sys.stderr,
        )
    from aiohttp import web

    class OwnPagesOnly(Server):
        """Refuses pages of other sites, which a browser lets open sockets to here."""

        async def handle_websocket(self, request: Any) -> Any:
            if not same_site(request.headers.get("Origin"), request.host):
                raise web.HTTPForbidden(text="Only cnnquiz's own page may connect.")
            return await super().handle_websocket(request)

    try:
        OwnPagesOnly(command(data_dir), host=host, port=port, title="cnnquiz").serve()
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port}: {error.strerror or error}. "
            "Another --port may be free"
        ) from None
    return ExitCode.PASSED


def command(data_dir: str | None) -> str:
    """Return the command that each browser window runs."""
    words = [sys.executable, "-m", "cnnquiz"]
    return shlex.join(words if data_dir is None else [*words, "--data-dir", data_dir])


def same_site(origin: str | None, host: str) -> bool:
    """Say whether a socket is opened by a page of this server, or by no page."""
    return origin is None or urlsplit(origin).netloc == host


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a host of that name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
