# EO Embed. `make demo` shows it, `make test` tests it; each sets up what it needs. `make help` lists the rest.
VENV  := .venv
BIN   := $(VENV)/bin
SETUP := $(VENV)/.setup
PYTEST_ARGS ?= -n 2

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench wheel clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(SETUP)-dev  ## the environment in .venv (PYTHON=… to choose the interpreter)

# One stamp per set of extras: the second run costs nothing.
$(SETUP)-%: pyproject.toml .ci/setup-venv
	.ci/setup-venv $(VENV) $*
	@touch $@

demo: setup  ## a synthetic scene from chips to map, in ./demo
	$(BIN)/eo-embed demo demo

test: setup  ## all tests, QGIS's too where it is or can be installed (PYTEST_ARGS=…)
	.ci/setup-qgis
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: setup  ## style, types and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p eo_embed
	$(BIN)/lint-imports

bench: setup  ## the tables of benchmarks/, recorded in benchmarks/results (minutes)
	$(BIN)/python benchmarks/run.py

wheel: setup  ## the wheel, in dist/
	rm -rf build
	$(BIN)/uv build --wheel --out-dir dist

clean:  ## what was built and cached; the environment and the workspaces stay
	rm -rf build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
