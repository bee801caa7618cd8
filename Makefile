# make run     installs what is missing, indexes corpus/ and opens the page on 127.0.0.1
# make test    installs what is missing, then checks style, types and every test
# make evals    scores the answers over the gold questions; takes minutes
# make clean   removes the environment, the store and caches
PYTHON ?= python3
VENV ?= .venv
STORE ?= store
PORT ?=
# PyTorch's CPU build. On Linux the plain package is a CUDA build of several gigabytes, so only these two places are
# asked: what pip finds on this machine (its find-links setting), then PyTorch's own CPU index.
TORCH ?= 2.13.0
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
QUIET := -qq --disable-pip-version-check

.PHONY: run test evals install clean help
.DELETE_ON_ERROR:

run: $(VENV)/.installed
	@$(BIN)/quoted --store $(STORE) add corpus
	@$(BIN)/quoted --store $(STORE) serve --open $(if $(PORT),--port $(PORT))

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests

evals: $(VENV)/.installed-dev
	$(BIN)/python -m pytest evals

install: $(VENV)/.installed

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Quoted needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "no environment could be made; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.torch: $(VENV)/.python
	@echo "installing PyTorch $(TORCH), CPU build …"
	@if [ "$$(uname -s)" = Darwin ]; then $(PIP) install $(QUIET) "torch==$(TORCH)"; else \
	  $(PIP) install $(QUIET) --no-index --no-deps "torch==$(TORCH)+cpu" 2>/dev/null || \
	  $(PIP) install $(QUIET) --timeout 20 --retries 2 --no-deps --index-url $(TORCH_INDEX) "torch==$(TORCH)+cpu" || { \
	    echo "PyTorch's CPU build was not found on this machine or at $(TORCH_INDEX)." >&2; \
	    echo "Name another index (make TORCH_INDEX=URL run), or take pip's own choice (about 3 GB on Linux):" >&2; \
	    echo "  $(PIP) install torch==$(TORCH) && touch $@" >&2; exit 1; }; fi
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.torch
	@echo "installing Quoted and its libraries (about 2 GB on disk; minutes the first time) …"
	@$(PIP) install $(QUIET) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.torch
	@echo "installing Quoted, its libraries and its test tools (about 2 GB on disk; minutes the first time) …"
	@$(PIP) install $(QUIET) -e '.[dev]'
	@touch $(VENV)/.installed $@

clean:
	rm -rf $(VENV) $(STORE) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@sed -n 's/^# make /make /p' Makefile
