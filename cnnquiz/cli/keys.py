"""keys: the interface's actions and their keys, as keys.toml takes them."""

from __future__ import annotations

import click


@click.command("keys", epilog="Example: cnnquiz keys > keys.toml")
@click.pass_obj
def keys_command(data_dir: str | None) -> None:
    """Print the interface's actions and their keys.

    Lines of it in keys.toml, beside your record, put actions on keys of your own.
    """
    from cnnquiz.study.location import data_dir as folder
    from cnnquiz.tui.keys import FILE, every

    print(f"# What {folder(data_dir) / FILE} may hold; leave out what stays.")
    rows = [(f'"{key.action}" = "{key.keys}"', key.does) for key in every()]
    wide = max(len(left) for left, _ in rows)
    for left, does in rows:
        print(f"{left:{wide}}  # {does}")
