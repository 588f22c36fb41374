# The commands of the project. `make help` lists them. Each installs what it needs first.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
# Apt needs root. Without it the HTML book is built; for the rest, see need-tex and need-browser.
ROOT := $(filter 0,$(shell id -u))
# The same commit gives the same bytes: every tool that would print the time prints the time of the commit.
export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
export FORCE_SOURCE_DATE := 1
export PYTHONHASHSEED := 0
# Some machines forbid bytecode; then every process compiles every import again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help book html pdf test notebooks run data lint lock bench clean need-tex need-browser

help: ## list the commands
	@grep -hE "^[a-z-]+:.*## " $(MAKEFILE_LIST) | awk -F ":.*## " '{printf "  make %-10s %s\n", $$1, $$2}'

book: html pdf ## build the HTML book and the PDF
	@echo; echo "HTML: _build/html/index.html"; echo "PDF:  _build/latex/russia-asean.pdf"

html: $(READY) ## build the HTML book
	$(PY) -m russia_asean html

pdf: $(READY) need-tex ## build the PDF
	$(PY) -m russia_asean pdf

test: $(READY) need-tex need-browser lint html pdf ## run the whole test suite (builds the book first)
	$(PY) -m pytest -n 2 --dist loadscope --nbval --nbval-sanitize-with tests/nbval.cfg tests notebooks

lint: $(READY) ## check style and types
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy

notebooks: $(READY) ## run all notebooks with their default parameters and store the outputs
	$(PY) -m russia_asean notebooks

run: $(READY) ## run one notebook with other parameters: make run NOTEBOOK=trade ARGS="-p start_year 2005"
	$(PY) -m russia_asean run $(NOTEBOOK) $(ARGS)

data: $(READY) ## after editing a table: refresh hashes, codebook and the bibliography of sources
	$(PY) -m russia_asean data

bench: $(READY) ## time the slow steps
	$(PY) -m benchmarks

lock: $(READY) ## resolve requirements.in into requirements.txt
	$(VENV)/bin/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt

clean: ## remove everything that was built
	rm -rf _build $(VENV)

$(READY): requirements.txt pyproject.toml
	@echo "Installing Python packages into $(VENV) (one to two minutes) ..."
	@python3 -m venv --clear $(VENV) 2>/dev/null || { \
	  test -n "$(ROOT)" || { echo "Python cannot make virtual environments here. Run: sudo apt-get install python3-venv"; exit 1; }; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv && python3 -m venv --clear $(VENV); }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# $(call apt,COMMAND,LIST,WHAT FOR): install the packages of LIST that are missing; without dpkg, ask for COMMAND.
define apt
	@if command -v dpkg >/dev/null; then dpkg -s $$(grep -v '^#' $(2)) >/dev/null 2>&1; else command -v $(1) >/dev/null; fi || { \
	  test -n "$(ROOT)" || { echo "$(3). Run: sudo apt-get install --no-install-recommends $$(grep -v '^#' $(2) | tr '\n' ' ')"; exit 1; }; \
	  echo "Installing the packages of $(2) through apt (about a minute) ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$(grep -v '^#' $(2)) >/dev/null; }
endef

need-tex:
	$(call apt,latexmk,apt.txt,The PDF needs TeX)

need-browser:
	$(call apt,chromium,tests/apt.txt,The tests need a browser)
