# Linchpin: everything from a fresh clone with Python 3.11 (with pip), git and make. `make` alone lists the targets.
# Each step leaves a stamp and runs again only when what it was made from has changed.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
TESTS ?=
WORKERS ?= auto
export PORT
# One linear-algebra thread a process: the processes already share the cores.
export OMP_NUM_THREADS ?= 1
# Where it is set, every process compiles all it imports again: some five seconds each.
unexport PYTHONDONTWRITEBYTECODE

bin := .venv/bin
frontend := service/web/frontend
bundle := service/web/static/build/manifest.json
packages := $(frontend)/node_modules/.installed
fonts := .cache/fonts/SOURCE.sha256
frontend_sources := $(shell find $(frontend) -name node_modules -prune -o -type f -print 2>/dev/null)
catalogues := $(patsubst %.po,%.mo,$(wildcard service/i18n/translations/*/LC_MESSAGES/*.po))
rooms := service models scoring reports migrations
code := $(rooms) tests benchmarks deploy docs
# The modules of a folder that are meant to be run.
programs = $(basename $(notdir $(shell grep -l '^if __name__ == .__main__.:' $(1)/*.py 2>/dev/null)))

.PHONY: help setup setup-dev run test lint types pytest bench docs messages format lock clean

help: ## List the targets
	@printf 'make run    start Linchpin on http://127.0.0.1:%s (PORT=... chooses another)\n' "$(PORT)"
	@printf 'make test   check everything\n\n'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14

setup: .venv/.runtime $(bundle) $(catalogues) $(fonts) ## Prepare only: Python packages, front-end bundle, languages, fonts

run: setup ## Migrate, load the demo company into an empty database, score it, start the pages and the jobs
	@exec $(bin)/linchpin run

test: setup-dev ## Check everything: lint, types, import contracts, tests on both databases and in a browser
	@$(MAKE) --keep-going lint types pytest

setup-dev: .venv/.dev setup .tools/browser/.ready

pytest: setup-dev ## Run the tests alone (TESTS="tests/scoring -k coverage" chooses, WORKERS=2 limits)
	@deploy/setup/with_node.sh $(bin)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

lint: .venv/.dev ## Check style, formatting and the import contracts
	@$(bin)/ruff check $(code)
	@$(bin)/ruff format --check --quiet $(code) || { echo "Some files are not formatted: make format" >&2; exit 1; }
	@$(bin)/lint-imports

types: .venv/.dev $(packages) ## Check the types (Python and TypeScript)
	@$(bin)/mypy
	@deploy/setup/frontend.sh check

bench: .venv/.dev ## Run the benchmarks; each prints one JSON line with its ratio to a baseline of the same run
	@for name in $(call programs,benchmarks); do $(bin)/python -m benchmarks.$$name $(if $(FULL),--full) || exit 1; done

docs: setup-dev ## Generate the command help, the API description and the screenshots under docs/
	@for name in $(call programs,docs); do echo "docs/$$name.py" >&2; $(bin)/python -m docs.$$name || exit 1; done

messages: .venv/.runtime ## Bring the language catalogues up to date with the texts of the code, and compile them
	@deploy/setup/messages.sh

format: .venv/.dev ## Format the code and apply the safe fixes
	@$(bin)/ruff check --fix --quiet $(code) || true
	@$(bin)/ruff format $(code)

lock: ## Resolve the dependencies anew into the lock files (UPGRADE=1 takes the newest allowed)
	@deploy/setup/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## Remove everything that was made here, except the data in var/
	rm -rf .venv .tools .cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	rm -rf $(frontend)/node_modules service/web/static/build $(catalogues)
	find $(code) -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.runtime: requirements.lock pyproject.toml deploy/setup/python.sh
	@deploy/setup/python.sh runtime

.venv/.dev: requirements-dev.lock requirements.lock pyproject.toml deploy/setup/python.sh
	@deploy/setup/python.sh dev

$(packages): $(frontend)/package.json $(frontend)/package-lock.json
	@deploy/setup/frontend.sh packages

$(bundle): $(packages) $(frontend_sources)
	@deploy/setup/frontend.sh bundle

$(fonts): .venv/.runtime $(packages) $(wildcard reports/fonts/*.py)
	@$(bin)/python -m reports.fonts.build --from $(frontend)/node_modules --to .cache/fonts >&2
	@touch $@

%.mo: %.po | .venv/.runtime
	@$(bin)/pybabel --quiet compile --input-file $< --output-file $@

.tools/browser/.ready: deploy/setup/browser/package-lock.json deploy/setup/browser.sh deploy/setup/unpack_browser.py | .venv/.dev
	@deploy/setup/browser.sh
