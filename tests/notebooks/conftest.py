"""A tiny week: one pair of exercises, one given class, one question."""

from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.exercises import Week, find
from autograder.notebooks import build
from autograder.notebooks.release import student_notebook

LESSON = """\
---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Week 0 · Tiny

Why.

```{code-cell} ipython3
import numpy as np
from autograder import begin, check

begin("week1_foundations")
```

## 1. Softmax, and back

$$
y_i = e^{x_i}
$$

```python
# not a heading, and not a cell
```

```{hints}
Think of *shares*.

---

`x (...)`, and `(...)` comes back.

---

Divide by the sum.
```

```{exercise} softmax softmax_backward
```

### Given

```{provided} Parameter Module
```

```{code-cell} ipython3
---
jupyter:
  source_hidden: true
---
print(object())
softmax(np.zeros(2))
```

Text after a cell.

```{question} question_why
:points: 1.5
Why is the sum one?

---

**Model answer.** SECRET ANSWER

**Mark scheme.** SECRET SCHEME
```
"""


@pytest.fixture(scope="session")
def week() -> Week:
    exercises = (find("softmax"), find("softmax_backward"))
    given = ("reference_impl.nn.parameter:Parameter", "reference_impl.nn.module:Module")
    return Week(key="week0_tiny", number=0, title="Tiny", exercises=exercises, provided=given)


@pytest.fixture
def curriculum(tmp_path: Path, week: Week) -> Path:
    """A curriculum folder with the tiny lesson in it."""
    lesson = tmp_path / "curriculum" / week.key / "lesson.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(LESSON, encoding="utf-8")
    return tmp_path / "curriculum"


@pytest.fixture
def lesson(curriculum: Path, week: Week) -> Path:
    return curriculum / week.key / "lesson.md"


@pytest.fixture
def source(curriculum: Path, week: Week) -> NotebookNode:
    """The tiny week's source notebook."""
    return build.source_notebook(week, curriculum)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory, week: Week) -> NotebookNode:
    """The tiny week's student notebook, made once: nbgrader takes seconds to set up its database."""
    lesson = tmp_path_factory.mktemp("curriculum") / week.key / "lesson.md"
    lesson.parent.mkdir()
    lesson.write_text(LESSON, encoding="utf-8")
    return student_notebook(build.source_notebook(week, lesson.parents[1]), week.key)
