# Relata. `make demo` shows it; `make test` proves it; `make help` lists the rest.

PYTHON ?= python3.11
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --frozen --no-sync
DEMO := Departures
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(PYTHON)
WORKERS ?= 2

.PHONY: help demo test check environment development services tests pictures benchmarks clean \
	workspace node api

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: environment workspace ## Write the fictional demonstration databank and print its findings
	@test -d $(DEMO) || $(RUN) relata demo $(DEMO)
	@RELATA_PASSPHRASE="$$($(RUN) relata demo --passphrase)" $(RUN) relata --databank $(DEMO) find motives
	@echo; echo "To type relata yourself in this shell: source .venv/bin/activate"
	@echo "Then, in the browser:                    relata --databank $(DEMO) serve"

test: development services workspace check tests ## Set up what the tests need, check the house, run all tests

check: development node ## Format, lint, types, imports between rooms, docs
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports --no-cache
	$(RUN) python tools/check_docs.py
	$(RUN) python tools/workspace_api.py --check
	cd workspace && npm run --silent api:check && npm run --silent format:check \
		&& npm run --silent check && npm run --silent test

tests: development ## Run the tests alone
	$(RUN) pytest -n $(WORKERS) --dist worksteal

workspace: ## Build the browser workspace (Node 20)
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory node \
		&& cd workspace && npm run --silent build -- --logLevel warn; \
	else echo "Node 20 is not installed: the workspace of \`relata serve\` is not built."; fi

node: workspace/node_modules/.package-lock.json

workspace/node_modules/.package-lock.json: workspace/package-lock.json
	@cd workspace && npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json

api: development node ## Write the description of the server's interface, and the types made from it
	$(RUN) python tools/workspace_api.py
	cd workspace && npm run --silent api
	$(RUN) python tools/reference_pages.py

environment: .tools/uv ## The environment for using Relata, from the lock file
	@test -d .venv/lib && $(UV) pip show -q --python .venv pytest >/dev/null 2>&1 \
		|| $(UV) sync --frozen --no-dev --quiet

development: .tools/uv ## The environment for working on Relata
	@$(UV) sync --frozen --quiet

.tools/uv:
	@command -v uv >/dev/null 2>&1 || test -x .tools/bin/uv \
		|| ($(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet uv)
	@mkdir -p .tools && touch .tools/uv

services: ## PostgreSQL and chromium, where this machine lets us install them
	@sh tools/services.sh

pictures: development services workspace ## Draw the pictures of the README anew
	$(RUN) python tools/pictures.py

benchmarks: development workspace ## Measure, beside the peers that are installed
	$(RUN) python benchmarks/import.py
	$(RUN) python benchmarks/search.py
	$(RUN) python benchmarks/workspace.py

clean: ## Remove what was built; databanks stay
	rm -rf .venv .tools build dist workspace/node_modules relata/server/static .mypy_cache .ruff_cache .pytest_cache .hypothesis
