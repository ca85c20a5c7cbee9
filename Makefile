# The commands people use; bin/ holds what they run. `make help` lists them.
SHELL := /bin/bash
PORT ?= 8000
export PYTHON PORT

.DEFAULT_GOAL := help
.PHONY: help run test test-fast bench bench-search lint

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: ## Install what is missing and start the site with its worker on http://127.0.0.1:$(PORT)
	@"$$(bin/find-python)" bin/serve.py --check-port
	@bin/setup run
	@.venv/bin/python bin/prepare.py --demo
	@exec .venv/bin/python bin/serve.py

test: ## Everything: SQLite + embedded search, PostgreSQL + Elasticsearch, browser journeys
	@bin/setup test
	@exec .venv/bin/python -m tests.profiles $(ARGS)

test-fast: ## SQLite + embedded search, without a browser
	@bin/setup test
	@exec .venv/bin/python -m pytest -m "not browser and not elasticsearch and not postgresql and not slow" $(ARGS)

bench: ## Video and search beside peers and limits of the same run, as tables [ARGS="--documents 20000"]
	@bin/setup test
	@.venv/bin/python -m bench.video
	@.venv/bin/python -m bench.suggesting
	@exec .venv/bin/python -m bench.latency $(ARGS)

bench-search: ## Relevance and latency: CORPUS=f.jsonl QUERIES=q.jsonl [ENGINE=embedded|elasticsearch|both] [CONCEPTS=f.tsv.gz]
	@test -n "$(CORPUS)" -a -n "$(QUERIES)" || \
		{ echo "Say what to measure: make bench-search CORPUS=f.jsonl QUERIES=q.jsonl [ENGINE=both]" >&2; exit 2; }
	@bin/setup $(if $(filter elasticsearch both,$(ENGINE)),test,bench)
	@DJANGO_SETTINGS_MODULE=oer.settings.dev exec .venv/bin/python -m bench.search "$(CORPUS)" "$(QUERIES)" \
		--engine $(or $(ENGINE),embedded) $(if $(CONCEPTS),--concepts "$(CONCEPTS)")

lint: ## Style, types, import contracts
	@bin/setup test
	@bin/lint
