"""History: the numbers of a run, row by row, and their picture."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np


class History:
    """A table of numbers: a row for each epoch or step, a column for each thing measured.

    Args:
        rows: those to begin with; they need not have the same columns.
    """

    def __init__(self, rows: Iterable[Mapping[str, float]] = ()) -> None:
        """Copy the rows."""
        self.rows = [dict(row) for row in rows]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def append(self, row: Mapping[str, float]) -> None:
        """Add a row at the end."""
        self.rows.append(dict(row))

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in the order they came up."""
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def column(self, name: str) -> np.ndarray:
        """Return one column, (rows,); NaN where a row has nothing there.

        Raises:
            KeyError: where there is no such column.
        """
        if name not in self.columns:
            raise KeyError(f"there is no column {name!r}; there are {', '.join(self.columns) or 'none yet'}")
        return np.array([row.get(name, float("nan")) for row in self.rows])

    def state_dict(self) -> dict[str, Any]:
        """Return the names of all columns, and the columns."""
        return {"names": self.columns, "columns": {name: self.column(name) for name in self.columns}}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what ``state_dict`` returned; cells that were empty are NaN."""
        columns = [np.asarray(state["columns"][name]).tolist() for name in state["names"]]
        self.rows = [dict(zip(state["names"], row, strict=True)) for row in zip(*columns, strict=True)]

    def to_csv(self, path: str | Path) -> None:
        """Write the table as comma-separated values under a line of names; a missing number is an empty cell."""
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, self.columns, restval="")
            writer.writeheader()
            writer.writerows(self.rows)

    @classmethod
    def from_csv(cls, path: str | Path) -> "History":
        """Read a table that ``to_csv`` wrote."""
        with Path(path).open(newline="", encoding="utf-8") as file:
            return cls({name: number(cell) for name, cell in row.items() if cell} for row in csv.DictReader(file))

    def plot(self, *names: str, by: str = "epoch", axes: Any = None) -> Any:
        """Draw columns against another one.

        Args:
            names: which columns; those of losses if none is given.
            by: the column along the horizontal axis.
            axes: matplotlib's, to draw into; new ones if None.

        Returns:
            The axes.
        """
        if axes is None:
            import matplotlib.pyplot as plt

            _, axes = plt.subplots()
        for name in names or [name for name in self.columns if name.endswith("loss")]:
            axes.plot(self.column(by), self.column(name), label=name.replace("_", " "))
        axes.set_xlabel(by)
        axes.legend()
        return axes


def number(cell: str) -> float:
    """Read a number: a whole one where it is written as one."""
    return int(cell) if cell.lstrip("-").isdigit() else float(cell)
