# The commands people use; bin/ holds what they run. `make help` lists them.
SHELL := /bin/bash
PORT ?= 8000
export PYTHON PORT

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint

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
	@exec .venv/bin/python -m pytest -m "not browser and not elasticsearch and not postgresql" $(ARGS)

lint: ## Style, types, import contracts
	@bin/setup test
	@bin/lint
