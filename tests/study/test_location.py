from pathlib import Path

import platformdirs
import pytest

from cnnquiz.study.location import data_dir, record_path


@pytest.fixture(autouse=True)
def _variable(monkeypatch):
    monkeypatch.setenv("CNNQUIZ_DATA_DIR", "/from/variable")


def test_an_argument_wins_over_the_variable():
    assert data_dir("/from/argument") == Path("/from/argument")


def test_the_variable_wins_over_the_platform():
    assert record_path() == Path("/from/variable/record.sqlite3")


def test_a_tilde_in_the_variable_is_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("CNNQUIZ_DATA_DIR", "~/cnn")
    assert data_dir() == Path("/home/ada/cnn")


@pytest.mark.parametrize("unset", [True, False])
def test_without_a_choice_the_platform_decides(monkeypatch, unset):
    """An empty variable is no choice: it would mean the current folder."""
    if unset:
        monkeypatch.delenv("CNNQUIZ_DATA_DIR")
    else:
        monkeypatch.setenv("CNNQUIZ_DATA_DIR", "")
    assert data_dir() == Path(platformdirs.user_data_dir("cnnquiz", appauthor=False))
