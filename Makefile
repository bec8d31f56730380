# nianbao: what a person runs. Needs Python 3.11–3.13 and a package index, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup setup-dev report serve test check lock bench faults supply cover mutate

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "需要 Python 3.11 至 3.13 / needs Python 3.11 to 3.13: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# --no-deps: the lock names everything, and pip's resolver cannot see that a pin without its extra is a pin.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "安装锁定的依赖 / installing the locked dependencies …"
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# The demonstration's year. Exit 1 of the run says that something needs a person: the demonstration has faults to show.
report: setup
	@$(BIN)/nianbao submit --district demo --year 2023 --as-of 2024-01-26 samples/demo/2023/*
	@$(BIN)/nianbao run --district demo --year 2024 --inbox samples/demo/2024 --as-of 2025-01-27 || test $$? -eq 1

# The demonstration district with Prefect's server and UI on this machine; DISTRICT=folder serves another.
DISTRICT ?= demo
serve: setup
	@$(BIN)/nianbao serve --district $(DISTRICT)

# Every benchmark of bench/, or those named: make bench NAMES="reading extraction". The figures also stand in var/bench.json
# and, with those of earlier runs, in docs/benchmarks.md. All of it takes an hour; REPORTS=1000 spares half of that.
NAMES ?=
REPORTS ?= 10000
bench: setup-dev .venv-bench/.peers
	@mkdir -p var
	@$(BIN)/python bench/run.py --json var/bench.json --page docs/benchmarks.md --reports $(REPORTS) $(NAMES)

# The engine's peers want older companions than the product; where they cannot be had, the page says which are missing.
.venv-bench/.peers: bench/peers/requirements.txt | $(BIN)/python
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --pre --requirement $< || echo "no peers here"
	@touch $@

# Two at a time: half of the time goes to waiting for the programs that are tried. A file's tests stay together, in order: the longest are not the last.
test: setup-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Kills, full disks, lost databases and clocks gone wrong, at every step of a run: an hour. The quick ones are in make test.
faults: setup-dev
	NIANBAO_FAULTS=1 $(BIN)/python -m pytest tests/faults

# Licences of all that is locked (docs/supply-chain.md), and a bill of materials of what runs (var/sbom.cdx.json).
supply: setup-dev
	@mkdir -p var
	@$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application --output-reproducible \
		-o var/sbom.cdx.json 2>/dev/null
	@$(BIN)/python docs/supply_chain.py --sbom var/sbom.cdx.json

# Branch coverage of nianbao/ by the whole suite, children included; what is not covered is listed.
cover: setup-dev
	PYTHONPATH=$(CURDIR)/tests/measuring $(BIN)/python -m pytest --cov --cov-report=term --cov-report=html:var/coverage --cov-fail-under=95

# Change the arithmetic of rollup/ and checks/ in small ways and see whether a test notices; `mutmut show NAME` shows a survivor.
mutate: setup-dev
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Needs uv (any version); hashes for every platform and for 3.11 to 3.13, no index address.
COMPILE := uv pip compile --extra ocr --override requirements-override.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:
	$(COMPILE) pyproject.toml requirements-build.in -c requirements.lock -o requirements.lock
	$(COMPILE) pyproject.toml requirements-build.in --extra dev -c requirements.lock -o requirements-dev.lock
