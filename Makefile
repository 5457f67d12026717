# Builds, checks and runs Amparo; needs a Python and a make.
#
# Tools are fetched into .boot, Python packages into .venv, packages of the pages into web/; each is made
# again only when what it is made from has changed. What the installation itself writes goes into var/.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run demo-filled build translations-compiled comparison boundaries pkcs11 clickhouse \
	install-linkage counted-build test test-all test-postgres check nightly \
	mutants static format lint types styles layers templates sentences wording names migrations deployment fix \
	translations lock release sbom screenshots bench bench-matching evidence clean

# Only the Python that is here: nothing but packages is ever fetched.
export UV_PYTHON_DOWNLOADS := never
# Trust whom this machine trusts: many offices stand behind a proxy of their own.
export UV_SYSTEM_CERTS := true
NODE_EXTRA_CA_CERTS ?= $(firstword \
	$(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
export NODE_EXTRA_CA_CERTS

# What was compiled once is kept: each process begins in half the time.
unexport PYTHONDONTWRITEBYTECODE

UV := .boot/bin/uv
FETCH := .boot/bin/python bin/fetch.py
# From here on it is counted how long the first page takes (`make run`).
ifndef AMPARO_STARTED
export AMPARO_STARTED := $(shell date +%s)
endif
BIN := .venv/bin
AMPARO := $(BIN)/amparo
# What builds and tries the rest: an office runs without it.
DEV := .venv/.dev .venv/.comparison .venv/.boundaries .venv/.pkcs11
# Neighbours stay together, because they share a dataset; who is done first takes over.
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
POSTGRES := $(BIN)/python -m tests.support.postgres
NPM := PATH="$$(cat .boot/node):$$PATH" npm --prefix web
TEMPLATES := find amparo -path '*/templates/*' -name '*.html'
WEB := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' \
	-not -path 'web/.made/*' 2>/dev/null)

help: ## say what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# All that is fetched comes first; then pages are made while the demo is filled.
run: .venv/.ready web/node_modules/.ready ## open the demo at http://localhost:8000, and say what was fetched
	@$(MAKE) --no-print-directory -j 2 build demo-filled
	@$(FETCH) tell $$$$ & AMPARO_DEMO=1 exec $(AMPARO) serve

demo-filled: translations-compiled
	@test -s var/amparo.sqlite3 || rm -f var/demo-is-in
	@$(AMPARO) migrate --verbosity 0
	@if test -e var/demo-is-in; then $(AMPARO) load-codes; \
	else $(AMPARO) demo && touch var/demo-is-in; fi

build: translations-compiled web/dist/manifest.json ## make everything that an office runs

translations-compiled: .venv/.ready $(wildcard .venv/.comparison .venv/.boundaries .venv/.link .venv/.pkcs11 .venv/.clickhouse .venv/.dev)
	@$(AMPARO) translations compile

comparison: .venv/.comparison ## add what compares the register with itself (180 MB)

boundaries: .venv/.boundaries ## add what draws imported boundaries of areas (64 MB)

pkcs11: .venv/.pkcs11 ## add what locks the keys with a hardware token (8 MB)

clickhouse: .venv/.clickhouse ## add what counts figures on a ClickHouse server (23 MB)

install-linkage: .venv/.link ## add what compares two installations without names (amparo linkage)

# Tests write into var/tests alone. docs/testing.md says what runs where, and what it costs.
# ARGS says which: make test-all ARGS="-k consent", make nightly ARGS="accessibility".
test test-all test-postgres check nightly mutants static: export AMPARO_HOME := $(CURDIR)/var/tests
test test-all check nightly mutants static: export DATABASE_URL :=

# Building is counted too: it belongs to what a change costs.
counted-build:
	@python=$$(bin/find-python) && "$$python" tests/support/cost_of.py var/costs/build.json \
		$(MAKE) --no-print-directory -j 2 build $(DEV) .venv/.link-tried

test: counted-build ## try what changed, or what must never break (minutes)
	@$(BIN)/python -m tests.run test

test-all: counted-build ## every test that a change must pass, on SQLite
	$(PYTEST) --tier pure,database,browser $(ARGS)

test-postgres: counted-build ## the same, on a PostgreSQL of its own
	$(POSTGRES) $(PYTEST) --tier pure,database,browser $(ARGS)

check: counted-build ## everything a change must pass
	@$(BIN)/python -m tests.run check

nightly: counted-build ## what takes too long for every change (two hours; parts are resumed)
	@$(BIN)/python -m tests.run nightly $(ARGS)

mutants: counted-build ## whether the tests of a rule notice that it was broken
	@$(BIN)/python -m tests.mutants $(ARGS)

# Beside the tests of `make check`, with kept caches; one that fails keeps no other from being said.
static: format lint types styles layers templates sentences wording names migrations deployment
format:
	$(BIN)/ruff format --check .
lint:
	$(BIN)/ruff check .
types:
	$(BIN)/mypy amparo amparo_demo amparo_xforms benchmarks
styles:
	$(NPM) run --silent check
layers:
	$(BIN)/lint-imports
templates:
	$(TEMPLATES) | xargs $(BIN)/djade --check
	$(TEMPLATES) | xargs $(BIN)/djhtml --check --tabwidth 2
sentences:
	$(AMPARO) translations check
wording:
	$(BIN)/python lexicon/check_words.py --ceiling lexicon/ceiling.txt >/dev/null || \
		{ $(BIN)/python lexicon/check_words.py --ceiling lexicon/ceiling.txt; exit 1; }
names:
	$(BIN)/python lexicon/check_names.py --allow lexicon/allowed_names.txt
migrations:
	$(AMPARO) makemigrations --check --dry-run
deployment:
	AMPARO_HTTPS=1 $(AMPARO) check --deploy --fail-level WARNING

fix: .venv/.dev ## tidy what a machine can tidy
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	-$(TEMPLATES) | xargs $(BIN)/djade
	-$(TEMPLATES) | xargs $(BIN)/djhtml --tabwidth 2
	@$(BIN)/python -m tests.permission_table
	@$(BIN)/python -m tests.support.schema
	@$(BIN)/python -m tests.support.glossary
	@$(BIN)/python -m tests.asvs.report

translations: .venv/.ready ## find what is said, and what is not yet said in each language
	$(AMPARO) translations extract
	$(AMPARO) translations compile

COMPILE := $(UV) pip compile --universal --python-version 3.12 --upgrade --generate-hashes \
	--no-annotate --no-header --quiet
lock: .boot/.ready ## pin the newest packages that pyproject.toml allows, by their hashes
	$(COMPILE) pyproject.toml --output-file requirements.lock
	printf '%s\n' numpy pyarrow "splink>=5,<6" | $(COMPILE) - --constraint requirements.lock \
		--output-file comparison.lock
	echo "shapely>=2.1,<3" | $(COMPILE) - --constraint requirements.lock \
		--constraint comparison.lock --output-file boundaries.lock
	echo "openmined-psi>=2,<3" | $(COMPILE) - --constraint requirements.lock \
		--output-file link.lock
	echo "python-pkcs11>=0.9,<1" | $(COMPILE) - --constraint requirements.lock \
		--output-file pkcs11.lock
	printf '%s\n' "clickhouse-connect>=1.12,<2" "sqlglot>=30,<31" | $(COMPILE) - \
		--constraint requirements.lock --constraint comparison.lock --output-file clickhouse.lock
	$(COMPILE) --group dev --constraint requirements.lock --constraint comparison.lock \
		--output-file requirements-dev.lock

release: build $(DEV) ## keep a filled database of this version, that later ones are upgraded from
	@$(BIN)/python -m bin.release

sbom: $(DEV) ## list all that a release is made of (var/sbom.cdx.json)
	@$(BIN)/python -m bin.sbom var/sbom.cdx.json

screenshots: build $(DEV) ## take the pictures of the documents again
	$(BIN)/python -m bin.screenshots

bench: build $(DEV) ## measure what people wait for, on both databases and on a telephone
	$(AMPARO) benchmark
	$(POSTGRES) --durable $(AMPARO) benchmark
	$(BIN)/python -m benchmarks.offline_app
	$(BIN)/python -m tests.support.slow_clients

# SIZE="18000 1800000" compares two registers, and says how a search grows.
SIZE ?= 18000
bench-matching: build $(DEV) ## measure whether people are recognised, beside PostgreSQL's trigrams
	$(BIN)/python -m benchmarks.matching --sizes $(SIZE) $(ARGS)

# Each measure makes installations of its own; results are kept in var/evidence until all are there.
# ARGS="--list" says what stands, ARGS="--only web --again" measures that one anew.
evidence: build $(DEV) ## measure what we promise, and write docs/evidence.md
	$(BIN)/python -m benchmarks.evidence $(ARGS)

clean: ## take away all that was built (what the installation wrote, in var/, stays)
	rm -rf .boot .venv web/node_modules web/dist web/.made .*_cache var/tests var/templates \
		var/mutants var/costs
	find amparo amparo_demo amparo_xforms benchmarks tests -name __pycache__ -prune -exec rm -rf {} +
	find amparo -name '*.mo' -delete

# How each thing is made.

.boot/.ready: bin/boot.lock
	@python=$$(bin/find-python) && echo "Building with $$python" && "$$python" -m venv .boot
	@$(FETCH) pip bin/boot.lock
	@touch $@

.venv/.ready: .boot/.ready requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --python .boot/bin/python .venv
	$(FETCH) uv pip sync --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

# What an extra adds comes after what everybody needs, which a sync would take away again.
.venv/.comparison: .venv/.ready comparison.lock
	$(FETCH) uv pip install --python $(BIN)/python --require-hashes -r comparison.lock
	@touch $@

.venv/.boundaries: .venv/.ready boundaries.lock
	$(FETCH) uv pip install --python $(BIN)/python --require-hashes -r boundaries.lock
	@touch $@

.venv/.pkcs11: .venv/.ready pkcs11.lock
	$(UV) pip install --quiet --python $(BIN)/python --only-binary :all: \
		--require-hashes --requirements pkcs11.lock
	@touch $@

.venv/.clickhouse: .venv/.ready clickhouse.lock
	$(FETCH) uv pip install --python $(BIN)/python --require-hashes -r clickhouse.lock
	@touch $@

.venv/.dev: .venv/.ready requirements-dev.lock
	$(FETCH) uv pip install --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# It is made for fewer machines than the rest: elsewhere it is left out, and said so.
.venv/.link: .venv/.ready link.lock
	$(UV) pip install --quiet --python $(BIN)/python --only-binary :all: \
		--require-hashes --requirements link.lock
	@touch $@ .venv/.link-tried

.venv/.link-tried: .venv/.ready link.lock
	@$(MAKE) --no-print-directory .venv/.link || \
		echo "openmined-psi is not made for this machine: tests of linking are left out."
	@touch $@

.boot/node: .boot/.ready bin/node.lock
	@bin/find-node > $@.found && mv $@.found $@

web/node_modules/.ready: web/package.json web/package-lock.json .boot/node
	PATH="$$(cat .boot/node):$$PATH" $(FETCH) npm ci --prefix web --no-progress
	@touch $@

web/dist/manifest.json: web/node_modules/.ready .venv/.ready $(WEB)
	$(NPM) run --silent build
	@$(BIN)/python -m whitenoise.compress --quiet web/dist
	@touch $@
