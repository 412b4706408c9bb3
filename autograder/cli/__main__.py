"""`python -m autograder.cli` is `handmade`."""

from autograder.cli.app import main

main()
