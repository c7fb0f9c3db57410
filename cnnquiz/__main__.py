"""`python -m cnnquiz` is `cnnquiz`."""

from cnnquiz.cli import main

main()
