# One door for chores. Needs only Python 3.11+ and make: what else is needed is installed into .venv, or, for the browser that the
# journeys are driven in and the Java that Spark runs on, by scripts/chromium and scripts/java.
PORT ?= 8000
SCALE ?= 1000000
MINUTES ?= 600
EVERY ?= 1
UV := .venv/bin/uv
RUN := .venv/bin/python -m
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

.DEFAULT_GOAL := help
.PHONY: help demo serve test check fix bench sbom audit mutate assets tests-installed

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 18

.venv/bin/uv:
	python3 -c 'import sys; sys.exit("Onestory needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

# What each target needs, installed exactly as locked, and again only when the lock has changed.
.venv/.runs: .venv/bin/uv uv.lock pyproject.toml
	$(UV) sync --frozen --quiet --inexact
	@touch $@

.venv/.tests: .venv/.runs
	$(UV) sync --frozen --quiet --inexact --group test --group lint --extra spark
	@touch $@

demo: .venv/.runs  ## serve the demonstration city: PORT=8000 ONESTORY_HOME=~/.onestory
	@exec .venv/bin/onestory demo --port $(PORT)

serve: .venv/.runs  ## serve this installation: PORT=8000
	@exec .venv/bin/onestory serve --port $(PORT)

test: .venv/.tests  ## every test: units, a real database, a real browser
	@scripts/chromium
	@scripts/java
	$(RUN) pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered --cov-report=xml --durations=40
	@scripts/on_system_postgres

check: .venv/.tests  ## style, types, the direction of imports, templates, migrations
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	.venv/bin/lint-imports
	$(RUN) djlint src --lint --quiet
	$(RUN) scripts.check_migrations

fix: .venv/.tests  ## mend what a tool can mend, and write again the pages made from code
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	$(RUN) scripts.audit_actions
	$(RUN) scripts.hazards
	$(RUN) scripts.states
	$(RUN) scripts.permissions
	$(RUN) scripts.asvs

bench: .venv/.tests  ## one benchmark: NAME=find|page|load|walls|existence SCALE=1000000
	$(RUN) benchmarks.$(NAME) --scale $(SCALE)

sbom: .venv/.runs  ## what Onestory is made of, as CycloneDX, in build/sbom.cdx.json
	@mkdir -p build
	$(UV) export --frozen --no-default-groups --format cyclonedx1.5 --quiet --output-file build/sbom.cdx.json
	@echo build/sbom.cdx.json

audit: .venv/.runs  ## which components have a vulnerability that is known (asks osv.dev)
	$(UV) audit --frozen --no-default-groups

mutate: .venv/.tests  ## would the tests notice? changes who may see families, a condition at a time: MINUTES=600 EVERY=1
	$(RUN) tests.safety.mutations --of sql --minutes $(MINUTES) --every $(EVERY)
	$(RUN) tests.safety.mutations --of python --minutes $(MINUTES) --every $(EVERY)
