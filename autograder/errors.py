"""The errors that people meet: one clear line each, shown by the command line without a traceback."""


class HandmadeError(Exception):
    """Something a person can put right: the message says what was wrong, where, and what to do."""
