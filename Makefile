# Two commands on a fresh machine: `make demo` and `make test`. The rest is for people who change the code.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
TREE := build/installed

.PHONY: demo test lint docs pictures wheel clean

demo: $(VENV)/.app
	$(VENV)/bin/ferdesk demo

test: $(VENV)/.dev
	$(VENV)/bin/python -m pytest $(PYTEST_ARGS)

# Checkers want the package in its installed shape, where train/ is ferdesk.train.
lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	rm -rf $(TREE) build/lib build/bdist.*
	$(PIP) install --quiet --no-deps --target $(TREE) .
	cd $(TREE) && ../../$(VENV)/bin/mypy --config-file ../../pyproject.toml --cache-dir ../../.mypy_cache -p ferdesk
	cd $(TREE) && ../../$(VENV)/bin/lint-imports --config ../../.importlinter --cache-dir ../../.import_linter_cache

# What is written from the code and the bundles: the list of settings, the table in MODEL_CARD.md.
docs: $(VENV)/.app
	$(VENV)/bin/python -m ferdesk.settings_page > docs/settings.md
	$(VENV)/bin/python -m ferdesk.export.overview MODEL_CARD.md

# README's pictures, of the real windows on the demo; half a minute.
pictures: $(VENV)/.app
	$(VENV)/bin/python -m ferdesk.gui.pictures docs

wheel: $(VENV)/.dev
	rm -rf dist build/lib build/bdist.*
	$(VENV)/bin/python -m build --wheel

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install --quiet -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.app

clean:
	rm -rf $(VENV) build dist artefacts *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
