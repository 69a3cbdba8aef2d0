# make run: everything from a bare checkout to the running app. make test: likewise to the last test.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
# On one's own machine the registers of councils can be changed; on a network only where that is asked for.
SERVE_FLAGS ?= $(if $(filter 127.0.0.1,$(HOST)),--keep-registers)
BIN := .venv/bin
PIP_FLAGS := --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test lint unit browser demo docs bench clean

run: .venv/.run demo
	$(BIN)/aimak serve --host $(HOST) --port $(PORT) $(SERVE_FLAGS)

# A workspace of an earlier version is brought up to date first.
demo: .venv/.run
	$(BIN)/aimak db upgrade
	$(BIN)/aimak demo

test: lint unit

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: .venv/.test browser
	$(BIN)/pytest --numprocesses 2 --dist loadgroup

docs: .venv/.run
	$(BIN)/aimak docs indicators docs/indicators.md
	$(BIN)/aimak docs profiles docs/profiles.md

bench: .venv/.test
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

# The browser tests need Chromium; without it, and without the right to install it, they say so and skip.
browser:
	@command -v chromium >/dev/null || sh tools/install.sh chromium || true

.venv/.run: .venv/bin/pip pyproject.toml constraints.txt
	$(BIN)/pip install $(PIP_FLAGS) --editable .
	touch $@

.venv/.test: .venv/bin/pip pyproject.toml constraints.txt
	$(BIN)/pip install $(PIP_FLAGS) --editable ".[dev]"
	touch $@ .venv/.run

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Aimak needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh tools/install.sh python3-venv
	$(PYTHON) -m venv .venv

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
