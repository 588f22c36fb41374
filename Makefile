# The commands of the project. `make help` lists them. Each installs what it needs first.
# Another Python than the machine's: make PYTHON=python3.13 ...
PYTHON := python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
LAB := $(VENV)/lab
WORKFLOW := $(VENV)/workflow
# Apt needs root. Without it the HTML book is built; for the rest, see need-tex and need-browser.
ROOT := $(filter 0,$(shell id -u))
# In the order of tests/conftest.py, which also says what goes to one process.
PYTEST := $(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-emit-index-url --python-version 3.11
export PYTHONHASHSEED := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Some machines forbid bytecode; then every process compiles every import again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help book all results html pdf brief briefs country release check test lint notebooks run edition editions changes compare document lab data tables refresh refresh-accept bench lock hooks clean need-tex need-browser

help: ## list the commands
	@grep -hE "^[a-z-]+:.*## " $(MAKEFILE_LIST) | awk -F ":.*## " '{printf "  make %-10s %s\n", $$1, $$2}'

book: WHOLE = yes
book: html pdf brief ## build the HTML book, the PDF and the brief

all: $(WORKFLOW)/.ready need-tex ## bring everything up to date, from tables to books, and run only what must be: make all ARGS=--dry-run
	$(WORKFLOW)/bin/snakemake $(ARGS)

results: $(WORKFLOW)/.ready ## bring what is stored up to date: chapters, country briefs, matrix of editions
	$(WORKFLOW)/bin/snakemake results $(ARGS)

html: $(READY) ## build the HTML book; after an edit of words those pages alone, or all with WHOLE=yes
	$(PY) -m russia_asean html $(if $(WHOLE),--whole)

pdf: $(READY) need-tex ## build the PDF
	$(PY) -m russia_asean pdf

brief: $(READY) need-tex ## build the brief, a PDF of a dozen pages, and the country briefs
	$(PY) -m russia_asean brief

release: $(READY) ## write the files of a release into _build/releases, or into the folder TO
	$(PY) -m russia_asean release $(if $(TO),--to "$(TO)")

check: $(READY) lint ## check style, types, imports, library and data: the two minutes after each edit
	$(PYTEST) -q -m "not slow and not book"

test: $(READY) $(WORKFLOW)/.ready need-tex need-browser ## run the whole test suite (checks the style and builds the book first)
	$(MAKE) --no-print-directory --jobs=2 book lint
	$(PYTEST) -q -m "not slow and not book" --cov=russia_asean --cov-report= --cov-fail-under=89
	$(PYTEST) -m "slow or book" --need-book --nbval --nbval-sanitize-with tests/nbval.cfg tests notebooks

lint: $(READY) ## check style, spelling, types and the contract of imports
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/codespell
	$(VENV)/bin/mypy && $(VENV)/bin/lint-imports

notebooks: $(READY) ## run notebooks with their default parameters and store the outputs: all, or NOTEBOOK=trade
	$(PY) -m russia_asean notebooks $(NOTEBOOK)

briefs: $(READY) ## run the country briefs and store what they found: all, or COUNTRY="VNM LAO"
	$(PY) -m russia_asean briefs $(COUNTRY)

country: $(READY) need-tex ## write the brief of any country, page and PDF: make country COUNTRY=CHN
	@test -n "$(COUNTRY)" || { echo 'Name a country by its ISO code: make country COUNTRY=CHN'; exit 2; }
	$(PY) -m russia_asean country $(COUNTRY)

run: $(READY) ## run one notebook with other parameters: make run NOTEBOOK=trade ARGS="-p start_year 2005"
	@test -n "$(NOTEBOOK)" || { echo 'Name the notebook to run, for example: make run NOTEBOOK=trade ARGS="-p start_year 2005"'; exit 2; }
	$(PY) -m russia_asean run $(NOTEBOOK) $(ARGS)

edition: $(READY) ## build the book from a set of parameters of editions/: make edition NAME=since-2014
	@test -n "$(NAME)" || { echo 'Name an edition: make edition NAME=since-2014 (there are: $(basename $(notdir $(sort $(wildcard editions/*.toml)))))'; exit 2; }
	$(PY) -m russia_asean edition "$(NAME)"

editions: $(READY) ## run all editions and store which sentences and verdicts each moves
	$(PY) -m russia_asean editions

changes: $(READY) ## say what changed in the results since a commit or tag: make changes SINCE=v0.2.0
	@git rev-parse --verify --quiet "$(SINCE)^{commit}" >/dev/null || { echo 'Name a commit or a tag that is there: make changes SINCE=v0.2.0'; exit 2; }
	@rm -rf _build/since && mkdir -p _build/since && git archive "$(SINCE)" results | tar -x -C _build/since
	@$(PY) -m russia_asean diff _build/since/results results

document: $(READY) ## say what a new document would bring: make document FILE=claims.csv TEXT=text.txt
	@test -n "$(FILE)" -a -n "$(TEXT)" || { echo 'Name the claims and the text: make document FILE=claims.csv TEXT=text.txt'; exit 2; }
	$(PY) -m russia_asean document "$(FILE)" "$(TEXT)"

# The name AS is one of make's own, hence the question where it comes from.
compare: $(READY) ## compare a series of your own with a table: make compare TABLE=trade_flows FILE=mine.csv [AS=additional]
	@test -n "$(TABLE)" -a -n "$(FILE)" || { echo 'Name table and file, for example: make compare TABLE=trade_flows FILE=mine.csv'; exit 2; }
	$(PY) -m russia_asean compare "$(TABLE)" "$(FILE)" $(if $(filter command%,$(origin AS)),--as "$(AS)") \
	  $(if $(REPORTER),--reporter "$(REPORTER)") $(if $(PARTNER),--partner "$(PARTNER)") $(if $(FLOW),--flow "$(FLOW)") $(if $(UNIT),--unit "$(UNIT)")

lab: $(LAB)/.ready ## open JupyterLab with the project's kernel
	$(LAB)/bin/jupyter lab --LabApp.default_url=/lab/tree/notebooks $(if $(ROOT),--allow-root) $(ARGS)

data: $(READY) ## after editing a table: refresh hashes, codebook and the bibliography of sources
	$(PY) -m russia_asean data

tables: $(READY) ## write the tables that have a recipe from the publishers' files that the settings name
	$(PY) -m russia_asean tables

refresh: $(READY) ## ask the publishers for newer files and say what they would change: all, or SOURCE="eia imf-trade"
	$(PY) -m russia_asean refresh $(SOURCE)

refresh-accept: $(READY) ## put what the last refresh made in the place of the stored edition
	$(PY) -m russia_asean refresh-accept

bench: $(READY) ## time the slow steps beside peers and floors: all, or ARGS="Start Book --rounds 3"
	$(PY) -m benchmarks $(ARGS)

# What is locked stays: stored outputs depend on it. Lab and workflow take no overrides: they are for what these do not install. To renew: make lock ARGS=--upgrade, or ARGS="--upgrade-package pandas".
lock: $(READY) ## after editing the dependencies in pyproject.toml: write the three requirements files
	$(LOCK) $(ARGS) pyproject.toml --group book --group refresh --group tests --group dev -o requirements.txt
	$(LOCK) $(ARGS) --no-config --group lab --constraint requirements.txt -o requirements-lab.txt
	$(LOCK) $(ARGS) --no-config --group workflow --constraint requirements.txt -o requirements-workflow.txt

hooks: $(READY) ## check each commit, and let git show a notebook's words and code in place of its JSON
	$(VENV)/bin/pre-commit install
	git config diff.notebook.textconv 'python3 -c "import json, sys; print(*(\"\".join(cell[\"source\"]) for cell in json.load(open(sys.argv[1]))[\"cells\"]), sep=\"\n\n\")"'

clean: ## remove everything that was built
	rm -rf _build .snakemake $(VENV)

$(READY): requirements.txt pyproject.toml
	@test ! -L $(VENV) || { echo "$(VENV) is a link, and to install would empty the folder that it leads to. Remove the link."; exit 1; }
	@echo "Installing Python packages into $(VENV) (about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV) 2>/dev/null || { \
	  test -n "$(ROOT)" || { echo "Python cannot make virtual environments here. Run: sudo apt-get install python3-venv"; exit 1; }; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null 2>&1 && $(PYTHON) -m venv --clear $(VENV); }
	@$(PY) -c 'import platform, sys; sys.exit(sys.version_info < (3, 11) and "The project needs Python 3.11 or later; this is " + platform.python_version() + ". Name another: make PYTHON=python3.13 ...")'
	@sed -n "/^uv==/,/^    #/p" requirements.txt >$(VENV)/uv.txt && $(PY) -m pip install --quiet --require-hashes -r $(VENV)/uv.txt
	@$(call install,$(PY),requirements.txt)
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(LAB)/.ready: $(READY) requirements-lab.txt
	@echo "Installing JupyterLab into $(LAB) (half a minute) ..."
	@$(PYTHON) -m venv --clear $(LAB)
	@$(call install,$(LAB)/bin/python,requirements-lab.txt)
	@JUPYTER_PATH="$(CURDIR)/$(LAB)/share/jupyter" $(PY) -m ipykernel install --prefix $(LAB) --name python3 --display-name "Python 3" >/dev/null
	@touch $@

$(WORKFLOW)/.ready: $(READY) requirements-workflow.txt
	@echo "Installing Snakemake into $(WORKFLOW) (a quarter of a minute) ..."
	@$(PYTHON) -m venv --clear $(WORKFLOW)
	@$(call install,$(WORKFLOW)/bin/python,requirements-workflow.txt)
	@touch $@

# $(call install,PYTHON,LOCK): install a lock file with uv; with pip, which is slower, where only pip knows the way to an
# index. Pip meets whatever else stopped uv and says so; hence one of them is silent. A lock is complete: nothing else is
# looked for, and overrides hold.
install = $(VENV)/bin/uv pip install --quiet --compile-bytecode --no-deps --require-hashes --python $(1) -r $(2) 2>/dev/null || \
  $(1) -m pip install --quiet --no-deps --require-hashes -r $(2)

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
