"""Asking the clerk: judging needs torch and much memory, and neither belongs into the Jupyter server's process."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import Any

DIED = "The process that judged it died, twice. No grade: try again, and if it happens again, look at this submission."


class Clerk:
    """The process of `autograder.grading.clerk`: started when first asked, kept for the next, gone when nobody asks."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[str] | None = None

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Its reply; a clerk that dies, or has just gone home, is replaced once."""
        with self.lock:
            for _ in range(2):
                try:
                    return self.answer(question)
                except (OSError, ValueError):
                    self.dismiss()
                except BaseException:  # such as Ctrl-C: the reply to come would be taken for the next question's
                    self.dismiss()
                    raise
        return {"reason": DIED}

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Send a question and read the reply.

        Raises:
            OSError: the clerk is not there any more.
            ValueError: it ended in the middle.
        """
        if self.process is None:
            self.process = start()
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        reply: dict[str, Any] = json.loads(self.process.stdout.readline())
        return reply

    def dismiss(self) -> None:
        """End the process; what it started ends with it."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in filter(None, (process.stdin, process.stdout)):
                with suppress(OSError):  # a question that never went out
                    pipe.close()


def start() -> "subprocess.Popen[str]":
    """A new clerk. It ends when its standard input does, however we end."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "autograder.grading.clerk"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**threads, **os.environ},
        start_new_session=True,  # Ctrl-C is for us, not for the clerk
    )


CLERK = Clerk()
