"""What goes wrong with data."""


class DataError(Exception):
    """A data set cannot be had; the message names the file, the address and what to do."""
