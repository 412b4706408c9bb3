"""The solution: the source notebook, executed, with its outputs and nothing that changes from run to run."""

import hashlib
import os
import re
import subprocess
from copy import deepcopy
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.checks.verdict import VERDICT_TYPE
from autograder.notebooks.errors import BuildError
from autograder.notebooks.notebook import METADATA
from autograder.places import PACKAGE

CELL_TIMEOUT = 600
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


def solution_notebook(source: NotebookNode, name: str) -> NotebookNode:
    """Execute a source notebook, in a folder of its own.

    Raises:
        BuildError: a cell fails, writes to stderr, or a check does not give full points; the message names the cell.
    """
    notebook = deepcopy(source)
    with TemporaryDirectory(prefix="handmade-") as folder:
        execute(notebook, name, folder)
    insist_on_full_points(notebook, name)
    normalise(notebook)
    notebook.metadata["handmade"] = {"inputs": inputs_hash(source)}
    return notebook


def inputs_hash(source: NotebookNode) -> str:
    """What the outputs depend on, in one number: the source notebook, that is lesson, answers and points."""
    return hashlib.sha256(nbformat.writes(source).encode()).hexdigest()


def execute(notebook: NotebookNode, name: str, folder: str) -> None:
    """Run every cell, in place."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": folder}},
        record_timing=False,
        coalesce_streams=True,
    )
    try:
        client.execute(env=environment(folder), stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise BuildError(f"{name}: cell {last_run(notebook)} fails: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise BuildError(f"{name}: cell {last_run(notebook)} takes longer than {CELL_TIMEOUT} seconds.") from error
    except DeadKernelError as error:
        raise BuildError(f"{name}: the kernel died in cell {last_run(notebook)}.") from error


def environment(folder: str) -> dict[str, str]:
    """The kernel's environment: this installation of the course, inline pictures, nobody's IPython profile."""
    kept = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    packages = os.pathsep.join(filter(None, [str(PACKAGE.parent), kept.get("PYTHONPATH")]))
    return {**kept, "PYTHONPATH": packages, "IPYTHONDIR": os.path.join(folder, ".ipython")}


def last_run(notebook: NotebookNode) -> str:
    """The id of the cell that was running when execution ended."""
    failed = [cell.id for cell in code_cells(notebook) if any(out.output_type == "error" for out in cell.outputs)]
    ran = [cell.id for cell in code_cells(notebook) if cell.execution_count is not None]
    return str((failed or ran or ["(the first)"])[-1])


def insist_on_full_points(notebook: NotebookNode, name: str) -> None:
    """Nothing on stderr (nbgrader reads it as a failure), and full points for every check."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                raise BuildError(f"{name}: cell {cell.id} writes to stderr: {output.text.strip().splitlines()[-1]}")
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade"):
            results = [output.data for output in cell.outputs if output.output_type == "execute_result"]
            earned = results[0].get("text/plain", "nothing") if results else "nothing"
            if earned != repr(float(marks.points)):
                said = results[0].get(VERDICT_TYPE, {}).get("message", "") if results else ""
                raise BuildError(f"{name}: cell {cell.id} gives {earned}, not {float(marks.points)}. {said}".strip())


def normalise(notebook: NotebookNode) -> None:
    """Leave nothing that depends on the machine or on the run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in code_cells(notebook):
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            if output.output_type == "stream":
                output.text = ADDRESS.sub("0x…", output.text)
            elif "data" in output:
                output.data = {kind: without_addresses(value) for kind, value in output.data.items()}


def without_addresses(value: Any) -> Any:
    """A text without addresses in memory; anything else as it is."""
    return ADDRESS.sub("0x…", value) if isinstance(value, str) else value


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
