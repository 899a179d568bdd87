# make demo   check the example draft against the example sources
# make test   run the tests
# make lint   check style and types
# make docs   build the manual into docs/_build; a warning is an error
# Each makes its own virtual environment in .venv; PYTHON=... picks the interpreter (3.11 or newer).

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint docs clean

demo: $(VENV)/.installed
	$(BIN)/quotecheck ingest sources
	$(BIN)/quotecheck verify --format text example/draft.md || test $$? -eq 1

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-lint
	$(BIN)/ruff check
	$(BIN)/mypy --strict

docs: $(VENV)/.installed-docs
	$(BIN)/python -m sphinx -W --keep-going -n -q -b html docs docs/_build
	@echo "the manual is docs/_build/index.html"

clean:
	rm -rf $(VENV) build docs/_build *.egg-info .quotecheck .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps are older than setup.cfg when the dependencies may have changed, so a second run is quick.
$(VENV)/.installed: setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-test $(VENV)/.installed-lint $(VENV)/.installed-docs: $(VENV)/.installed-%: setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[$*]'
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
