# Everything runs from the project's own environment, made once from the lock files.
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python
VENV := .venv/.ready
NODE := host_tests/node_modules/.ready
PYTEST ?= $(RUN) -m pytest
PYTEST_ARGS ?=

.PHONY: help test demo lint sizes trace mutants bench test-chip campaign lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV): requirements.txt requirements-stubs.txt .ci/environment.py
	@test -n "$(PYTHON)" || { echo "set-up stopped: no Python 3.11 or newer found; set PYTHON=..."; exit 1; }
	@$(PYTHON) .ci/environment.py venv
	@touch $@

$(NODE): host_tests/package.json host_tests/package-lock.json | $(VENV)
	@$(RUN) .ci/environment.py node
	@touch $@

test: $(VENV) $(NODE) ## every test that needs no board, on both VMs
	@$(PYTEST) $(PYTEST_ARGS)

demo: $(VENV) ## the firmware on the twin, live, with a picture at the end
	@.venv/bin/pump demo

clean: ## remove the environment and everything that was built
	rm -rf .venv .build .pytest_cache .ruff_cache .hypothesis host_tests/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
