"""keys: what it prints is what keys.toml takes."""

import tomllib


def test_what_is_printed_can_be_read_back(run) -> None:
    """Every action with the keys that it has."""
    told = run("keys").stdout
    keys = tomllib.loads(told)
    assert keys["quiz.give_up"] == "f4"
    assert told.startswith("# What ")
