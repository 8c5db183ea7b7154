# EO Embed. `make demo` shows it, `make test` tests it; each sets up what it needs. `make help` lists the rest.
VENV  := .venv
BIN   := $(VENV)/bin
QGIS  := .venv-qgis/bin
SETUP := $(VENV)/.setup
PYTEST_ARGS ?= -n 2 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-desktop qgis check bench wheel package translations clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

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
	[ ! -x $(QGIS)/pytest ] || QT_QPA_PLATFORM=offscreen $(QGIS)/python -m pytest -c tests/eo_embed_plugin/pytest.ini $(PYTEST_ARGS) -m "not slow" tests/eo_embed_plugin

test-desktop: setup  ## the walk through a whole QGIS desktop, and the slow tests of the plugin (minutes)
	.ci/setup-qgis
	$(BIN)/python tests/desktop/walk.py
	$(BIN)/python tests/desktop/train_walk.py
	QT_QPA_PLATFORM=offscreen $(QGIS)/python -m pytest -c tests/eo_embed_plugin/pytest.ini -m slow tests/eo_embed_plugin

qgis: setup  ## QGIS with the plugin and what the walk leaves, to look at
	.ci/setup-qgis
	$(BIN)/python tests/desktop/walk.py --show

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

package: setup  ## the QGIS plugin's zip, in dist/
	$(BIN)/python tools/package.py

translations: setup  ## the plugin's texts into resources/i18n, and these compiled (needs Qt's lrelease)
	$(BIN)/python tools/translations.py

clean:  ## what was built and cached; the environment and the workspaces stay
	rm -rf build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
