# Everything runs from the project's own environment, made once from the lock files.
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python
VENV := .venv/.ready
NODE := host_tests/node_modules/.ready
# Files stay whole on one worker: a file runs once in the MicroPython VM.
PYTEST_ARGS ?= -n auto --maxprocesses 8 --dist loadfile
MUTANT_SAMPLE ?= 4

.PHONY: help test demo demo-day lint format sizes trace mutants bench campaign test-chip lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV): requirements.txt requirements-stubs.txt .ci/environment.py
	@test -n "$(PYTHON)" || { echo "set-up stopped: no Python 3.11 or newer found; set PYTHON=..."; exit 1; }
	@$(PYTHON) .ci/environment.py venv
	@touch $@

$(NODE): host_tests/package.json host_tests/package-lock.json | $(VENV)
	@$(RUN) .ci/environment.py node
	@touch $@

test: $(VENV) $(NODE) ## every test that needs no board, on both VMs; sizes and a sample of mutations first
	@failed=0; \
	$(RUN) -m proof.sizes || failed=1; \
	$(RUN) -m proof.mutants --sample $(MUTANT_SAMPLE) || failed=1; \
	$(RUN) -m pytest $(PYTEST_ARGS) || failed=1; \
	exit $$failed

demo: $(VENV) ## a pump on its twin with the physician's, the patient's and the bench page; ends by itself without a display
	@.venv/bin/pump demo

demo-day: $(VENV) ## a day of it in ten seconds in this terminal, with a picture at the end
	@.venv/bin/pump demo --day

lint: $(VENV) ## ruff, its format, and the types of firmware and host code
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/basedpyright -p host_tests/style/firmware_types.json
	.venv/bin/basedpyright

format: $(VENV) ## let ruff sort the imports and lay out every file
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

sizes: $(VENV) ## .mpy size of every firmware file, against the goal
	@$(RUN) -m proof.sizes

trace: $(VENV) $(NODE) ## the matrix: requirement, tests, last result, mutation caught
	@test -f .build/results.json || $(MAKE) --no-print-directory test
	@$(RUN) -m proof.trace

mutants: $(VENV) $(NODE) ## plant every seeded fault; each must make a test fail
	@$(RUN) -m proof.mutants

bench: $(VENV) $(NODE) ## speed and size, measured and printed
	@$(RUN) -m proof.bench

campaign: $(VENV) ## the heavy proofs: a year of flex, power cuts by the ten thousand, flash wear, attacks on the link, the detection table (an hour)
	@$(RUN) -m proof.campaign

test-chip: $(VENV) $(NODE) ## the real MicroPython image on an emulated RP2040 (PUMP_UF2=path of an image)
	@$(RUN) -m pytest -s host_tests/chip

lock: ## renew the lock files (needs uv)
	for name in requirements requirements-stubs; do \
		uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$$name.in -o $$name.txt || exit 1; done
	cd host_tests && npm install --package-lock-only --omit-lockfile-registry-resolved=true

clean: ## remove the environment and everything that was built
	rm -rf .venv .build .pytest_cache .ruff_cache .hypothesis host_tests/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
