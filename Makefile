# Two commands matter: `make demo` and `make test`. Both set up all they need in .venv (Python 3.11 or newer).
# On Windows without make, README.md gives the same steps as plain commands.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUNS   := $(VENV)/.runs
READY  := $(VENV)/.ready

# Tests start many processes; each compiles every module again where nothing compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test tests test-deep lint types layers pages docs languages workbook wheel release release-lock bench mutants fuzz test-hosts hosts pictures site clean

demo: $(RUNS)  ## recalculate the sample workbook, print findings and Good-Faith, write the result
	@mkdir -p build
	$(BIN)/ippbook recalc workbook/ippbook.xlsx -o build/ippbook.xlsx --fail-on never
	@echo
	$(BIN)/ippbook goodfaith build/ippbook.xlsx

test: $(READY)  ## every check that needs no host program
	@$(MAKE) --no-print-directory -j2 types tests # mypy works on one core for as long as a fifth of the tests take on both

tests: lint layers pages
	MAKEFLAGS= $(BIN)/python -m pytest -q -n auto --dist worksteal -m "not hosts and not deep"

test-deep: $(READY)  ## the drawn tests with many more examples, and the slow ones
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest -q -n auto --dist worksteal -m "(hypothesis or deep) and not hosts"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

pages: $(READY)
	$(BIN)/python -m ippbook.docsgen.reference docs --check
	$(BIN)/python -m ippbook.docsgen.catalogues --check

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

docs: $(READY)  ## write the reference pages and the catalogues of the languages again from the declarations
	$(BIN)/python -m ippbook.docsgen.catalogues
	$(BIN)/python -m ippbook.docsgen.reference docs
	$(BIN)/python -m ippbook.headless.coverage_page docs/headless-excel.md
	$(BIN)/python -m ippbook.docsgen.doctor_checks docs/windows-release.md
	$(BIN)/python -m ippbook.cli.ci_page docs/ci.md

languages: $(READY)  ## bring the catalogues of the languages up to date with the texts in the code (docs/languages.md)
	$(BIN)/python -m ippbook.docsgen.catalogues

workbook: $(READY)  ## build the sample workbook, the one with macros and the add-in again
	$(BIN)/python -m ippbook.workbook_builder

site: $(VENV)/.site  ## the pages of docs/ as a site in build/site: works from a folder, without a network; every link is checked
	$(BIN)/zensical build --strict --clean
	$(BIN)/python tests/docs/check_site.py build/site

wheel: $(RUNS)  ## the package as it is distributed, in dist/
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps -w dist .

release: $(READY)  ## what people download, in dist/: the zips for Excel for Windows and for Mac (PYTHONS="3.13" makes smaller ones)
	$(BIN)/python release/build.py $(if $(PYTHONS),--pythons "$(PYTHONS)") $(if $(WHEELS),--wheels "$(WHEELS)") $(if $(ADDIN),--addin "$(ADDIN)")

release-lock: $(READY)  ## resolve again which wheels are in a release, after a change of constraints.txt
	$(BIN)/python release/wheels.py

bench: $(READY)  ## side by side with what a user would pick instead
	$(BIN)/python benchmarks/side_by_side.py
	$(BIN)/python benchmarks/native_formulas.py
	$(BIN)/python benchmarks/goodfaith.py
	$(BIN)/python benchmarks/excel.py

mutants: $(READY)  ## plant small errors in a copy of the source and list those that no test sees
	$(BIN)/python tests/house/mutants.py

MINUTES ?= 10
fuzz: $(READY)  ## look for bytes that break a reader, MINUTES=10 in all; coverage-guided where atheris has a wheel
	@$(INSTALL) --only-binary=:all: atheris==3.0.0 2>/dev/null || true # the first line says which engine there is
	PYTHONPATH=src:. $(BIN)/python -m tests.fuzz.run --minutes $(MINUTES)

pictures: $(READY) hosts  ## draw the pictures of README and docs again, in Chromium and LibreOffice
	PYTHONPATH=src:. $(BIN)/python -m tests.report.pictures

test-hosts: $(READY) hosts  ## LibreOffice, Chromium, and Python in WebAssembly, as oracles
	$(BIN)/python -m pytest -q -m hosts

hosts:
	@sh .ci/hosts

# Set-up: an environment of our own, the pinned versions, the package itself in editable form. What runs the demo comes first,
# the developers' tools on top of it.
SOURCES := pyproject.toml constraints.txt LICENSE NOTICE
# --no-compile: what is imported is compiled then, and most of it never is.
INSTALL  = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile -c constraints.txt

# In an ASCII locale Python 3.11 does not start where a .pth names a path with Chinese letters: the path becomes a relative one.
RELATIVE = for each in $(VENV)/lib/python*/site-packages/*ippbook*.pth; do echo ../../../../src >"$$each"; done

$(BIN)/python:
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ippbook needs Python 3.11 or newer; say which with: make PYTHON=python3.11")'
	"$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --retries 1 'pip>=25.3' >/dev/null 2>&1 || true # that of Python 3.11 does the same in three times the time

$(RUNS): $(SOURCES) | $(BIN)/python
	$(INSTALL) -e .
	@$(RELATIVE)
	@touch $(RUNS)

$(READY): $(SOURCES) | $(BIN)/python
	$(INSTALL) -e '.[dev]'
	@$(RELATIVE)
	@touch $(RUNS) $(READY)

$(VENV)/.site: $(SOURCES) | $(BIN)/python
	$(INSTALL) -e '.[site]'
	@$(RELATIVE)
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
