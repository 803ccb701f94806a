# Two commands do everything: `make report` and `make test`. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REGION ?= tx-greater-dallas
CONSTRAINTS := requirements/constraints.txt

.PHONY: help report test lab reports lint format torture bench clean
help:            ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 12

$(VENV)/.installed: pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[test]'
	@touch $@

report: $(VENV)/.installed   ## set up and build the report of REGION (default: tx-greater-dallas)
	$(BIN)/nextgen report $(REGION) --out reports

reports: $(VENV)/.installed  ## a report for every region, with an index page
	$(BIN)/nextgen report --all --out reports

lab: $(VENV)/.installed      ## open JupyterLab at the first notebook
	$(BIN)/nextgen lab

lint: $(VENV)/.tested        ## ruff, mypy and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tested      ## put code and notebooks in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Hundreds of processes import the library: it is compiled once, also where Python is told elsewhere to keep nothing.
test: lint                   ## set up and pass all tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder --nbval-lax --durations=10

torture: $(VENV)/.tested  ## many writers, kills and power losses, for a quarter of an hour; see docs/reliability.md
	NEXTGEN_TORTURE=1 $(BIN)/python -m pytest -m torture -p no:xdist

bench: $(VENV)/.tested       ## measure everything in one table (half an hour; the machine should do nothing else)
	$(BIN)/python benchmarks

clean:           ## remove what was built, but nothing of the user's
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
