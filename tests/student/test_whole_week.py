"""A whole week done in one session: the library that comes of it stands alone, and learns to read digits."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.exercises import WEEKS, Week
from autograder.notebooks.build import source_notebook
from autograder.student import progress

LEARN = """
import sys
sys.modules["autograder"] = sys.modules["reference_impl"] = None
import numpy as np
from sklearn.datasets import load_digits
from mine import Linear, ReLU, Sequential, accuracy, train_step
x, y = load_digits(return_X_y=True)
x = (x / 16).astype(np.float32)
model = Sequential(Linear(64, 32, rng := np.random.default_rng(0)), ReLU(), Linear(32, 10, rng))
for _ in range(200):
    train_step(model, x, y, 0.5)
print(accuracy(model(x), y))
"""


@pytest.mark.slow
@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.key)
def test_the_solutions_make_a_library_that_needs_nothing_else(session: Any, tmp_path: Path, week: Week) -> None:
    import matplotlib

    matplotlib.use("agg")
    for cell in source_notebook(week).cells:
        if cell.cell_type == "code":
            session.run(cell.source)
    assert progress(tmp_path)[week.key] == (len(week.exercises), len(week.exercises))
    for path in (tmp_path / "mine" / week.key).glob("*.py"):
        statements = ast.parse(path.read_text()).body
        imports = [ast.unparse(one) for one in statements if isinstance(one, (ast.Import, ast.ImportFrom))]
        assert all(line == "import numpy as np" or line.startswith("from mine import") for line in imports), path
    done = subprocess.run([sys.executable, "-c", LEARN], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert float(done.stdout) > 0.9
