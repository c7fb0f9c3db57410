"""Moved: `python -m cnnquiz.service`."""

import runpy

runpy.run_module("cnnquiz.service", run_name="__main__")
