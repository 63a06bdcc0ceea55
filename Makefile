# Every task of this project. `make` or `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV_VERSION := 0.13.9
TOOLS := .tools
# uv from the PATH where there is one, else our own copy from the package registry.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo $(CURDIR)/$(TOOLS)/bin/uv)
RUN := $(UV) run --frozen
# What is loaded once is kept compiled, whatever this machine's habit: tests start many processes.
export PYTHONDONTWRITEBYTECODE :=
ONCE ?=
BOTH ?=
PORT ?= 8790

.PHONY: help
help: ## List the tasks
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/.ready ## Get uv, Python packages and what the tests need

.venv/.ready: pyproject.toml uv.lock | uv
	@$(UV) sync --frozen --quiet
	@touch $@

.PHONY: uv
uv:
	@command -v $(UV) >/dev/null 2>&1 || { \
	  echo "getting uv $(UV_VERSION) ..."; \
	  python3 -m venv $(TOOLS) && $(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }

.PHONY: demo
demo: setup ## Run everything on this machine, no account needed (ONCE=1 plays the story and exits, PORT=8800 chooses another port)
	@$(RUN) python -m sandbox.demo --port $(PORT) $(if $(ONCE),--once)

.PHONY: test
test: setup ## Everything: checks and all tests; use cases on one database today and on the other tomorrow, or BOTH=1
	@$(MAKE) --no-print-directory -j 3 lint compiled browser
	@$(RUN) pytest -n 7 --dist loadfile --no-loadscope-reorder $(if $(BOTH),,--by-turns $$(date +%j | sed 's/^0*//'))  # the stories wait more than they work

.PHONY: lint
lint: setup ## Lint, format, types and import rules
	@$(RUN) ruff check .
	@$(RUN) ruff format --check --quiet .
	@$(RUN) mypy
	@$(RUN) lint-imports

.PHONY: compiled
compiled: setup
	@$(RUN) pytest --collect-only --quiet >/dev/null || true  # for all processes of the run, which tells what it cannot load

.PHONY: check
check: lint ## Lint, and the tests of manifest, documents and words
	@$(RUN) pytest --quiet -p no:cacheprovider tests/test_manifest.py tests/test_docs.py tests/words

.PHONY: fast
fast: setup ## The tests that need no browser and no processes
	@$(RUN) pytest -n 2 --dist loadfile -m "not web and not story"

.PHONY: properties
properties: setup ## The property tests with 25 times the examples: after a change of a rule, or of what reads Meta's answers
	@$(RUN) pytest -n 2 --hypothesis-profile=thorough -m "hypothesis and not story"

.PHONY: browser
browser: ## Get Chromium for the browser tests, from the system's packages: its headless shell where there is one
	@command -v chromium-headless-shell >/dev/null || { \
	  SUDO=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends chromium-headless-shell; \
	} >/dev/null 2>&1 || \
	  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "getting chromium ..."; \
	  SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

.PHONY: bench
bench: setup ## Measure, each figure beside a floor of the same run
	@$(RUN) python -m bench

.PHONY: shots
shots: setup browser ## Take the screenshots of docs/ afresh
	@$(RUN) python -m tests.web.shots

.PHONY: format
format: setup ## Format the code and mend what lint can
	@$(RUN) ruff check --fix --quiet . ; $(RUN) ruff format --quiet .

.PHONY: clean
clean: ## Remove what was built, not the data in var/
	@rm -rf .venv $(TOOLS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
