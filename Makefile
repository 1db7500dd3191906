# Everything a newcomer needs: `make book` and `make test` on a fresh Debian, and each target sets up what it lacks.

.DEFAULT_GOAL := help
.PHONY: book test quick format check watch bench pandoc fuzz clean help lock

VENV := .venv
PYTHON ?= python3
# Errors only: pip's other messages are about this machine's caches and indexes.
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet --quiet
PEERS_PIP := $(VENV)/bench/bin/python -m pip --disable-pip-version-check --quiet --quiet

COMPILE := $(VENV)/bin/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-header --no-annotate

# What `make bench` measures, and how often; WORKS="clean epub" leaves out the other works, and PRINCE=1 adds Prince, which is not free.
SIZES ?= S M L
TIMES ?= 5

# How long `make fuzz` tries guides.
SECONDS ?= 600

# Debian's packages, and a command that checks whether they are installed: it loads the libraries, since a plain user has no ldconfig.
BOOK_PACKAGES := python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
BOOK_PRESENT := $(PYTHON) -c 'import ctypes, ensurepip, sys; assert sys.version_info >= (3, 11); \
	[ctypes.CDLL(name) for name in ("libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")]' 2>/dev/null
TEST_PACKAGES := default-jre-headless poppler-utils
TEST_PRESENT := command -v java >/dev/null && command -v pdftotext >/dev/null

define lint
	$(VENV)/bin/ruff check --no-cache builder tests
	$(VENV)/bin/ruff format --no-cache --check builder tests
	$(VENV)/bin/mypy
endef

book: $(VENV)/book ## build the guide in chapters/ into dist/
	$(VENV)/bin/studyguide build chapters --output dist

test: $(VENV)/tools $(VENV)/test $(VENV)/ace ## run all tests, linters and validators
	$(lint)
	$(VENV)/bin/pytest

quick: $(VENV)/tools ## run linters and the tests that build nothing, in half a minute
	$(lint)
	$(VENV)/bin/pytest -m "not slow"

format: $(VENV)/tools ## sort imports and lay out the code
	$(VENV)/bin/ruff check --no-cache --quiet --select I --fix builder tests
	$(VENV)/bin/ruff format --no-cache builder tests

check: $(VENV)/book ## report everything that is wrong with the guide, and count what it holds
	$(VENV)/bin/studyguide check chapters

watch: $(VENV)/watch ## show the guide in a browser while it is written
	$(VENV)/bin/studyguide watch chapters

bench: $(VENV)/book $(VENV)/peers $(if $(PRINCE),$(VENV)/prince) ## measure builds beside other tools' builds; SIZES="S M" TIMES=3 is quicker
	$(VENV)/bin/python -m tests.bench $(SIZES) --times $(TIMES) $(if $(WORKS),--works $(WORKS))

pandoc: $(VENV)/peers ## write what pandoc makes of tests/pandoc/notes.md into tests/hard/ anew, as another release may
	$(VENV)/bench/bin/python -m tests.pandoc

fuzz: $(VENV)/test ## try generated and damaged guides for SECONDS=600; SEED=7 tries the same ones again
	$(VENV)/bin/python -m tests.fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

clean: ## remove what was built and set up
	rm -rf $(VENV) .mypy_cache .studyguide-cache dist/*
	find builder tests -name __pycache__ -type d -exec rm -rf {} +

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

lock: $(VENV)/tools ## pin every dependency anew, with hashes
	$(PIP) install pip-tools
	$(COMPILE) --build-deps-for editable -o requirements.lock pyproject.toml
	$(COMPILE) --extra watch -c requirements.lock -o requirements-watch.lock pyproject.toml
	$(COMPILE) --extra test --extra watch -c requirements-watch.lock -o requirements-test.lock pyproject.toml
	$(COMPILE) -o tests/bench/requirements.lock tests/bench/requirements.in
	$(COMPILE) -o tests/bench/prince.lock tests/bench/prince.in

$(VENV)/system:
	@$(BOOK_PRESENT) || .ci/packages $(BOOK_PACKAGES)
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/book: requirements.lock pyproject.toml | $(VENV)/system
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/watch: requirements-watch.lock | $(VENV)/book
	$(PIP) install --require-hashes -r requirements-watch.lock
	@touch $@

$(VENV)/tools: requirements-test.lock | $(VENV)/book
	$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/test: | $(VENV)/tools
	@$(TEST_PRESENT) || .ci/packages $(TEST_PACKAGES)
	@touch $@

# Where DAISY Ace can't be installed its tests are skipped, or fail if REQUIRE_ACE is set; the next `make test` tries again.
$(VENV)/ace: tests/ace/install.sh tests/ace/package-lock.json tests/ace/requirements.lock | $(VENV)/test
	@tests/ace/install.sh $(VENV) && touch $@ || echo "DAISY Ace can't be installed; going on without it" >&2

# The bench's peers are installed apart from our program, whose docutils is newer than theirs. It leaves out what it does not find.
$(VENV)/peers: tests/bench/requirements.lock | $(VENV)/system
	$(PYTHON) -m venv $(VENV)/bench
	@$(PEERS_PIP) install --require-hashes -r $< && touch $@ || echo "the bench's peers can't be installed; going on without them" >&2

# Prince's licence allows uses for which nobody is paid, and who installs it agrees to it.
$(VENV)/prince: tests/bench/prince.lock | $(VENV)/peers
	@$(PEERS_PIP) install --require-hashes -r $< && touch $@ || echo "Prince can't be installed; going on without it" >&2
