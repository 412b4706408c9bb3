"""The command line: `handmade`."""

from autograder.cli.app import main

__all__ = ["main"]
