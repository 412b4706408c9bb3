# make demo   a graded class, from nothing         make lab    the course in JupyterLab
# make test   the tests (the long ones: .ci/run)   make bench  the benchmarks
# make build  notebooks from lessons               make lint   ruff, mypy, stale notebooks

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test lab bench build lint

demo: $(READY)
	@$(BIN)/handmade demo

test: $(READY)
	@$(BIN)/python -m pytest -q -m "not slow"

lab: $(READY)
	@$(BIN)/handmade start

bench: $(READY)
	@set -e; for script in benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script"; done

build: $(READY)
	@$(BIN)/handmade build

lint: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/handmade build --check

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Handmade needs Python 3.11 or newer; there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Handmade needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { echo "This Python cannot make a virtual environment: install its venv package (Debian: apt install python3-venv)."; exit 1; }
	@echo "Installing into .venv: once, a few minutes."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]" --constraint constraints.txt
	@touch $@
