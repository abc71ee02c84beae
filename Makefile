# Every target sets up what it needs; nothing has to be installed by hand but Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: setup demo run test check bench screenshots lock

setup: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	touch $@

demo: setup
	$(RUN) -m bot demo

run: setup
	$(RUN) -m bot

check: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

# More workers than cores: most of it waits for sockets and processes. Those start by the dozen, so what Python has
# compiled is kept for the next one, wherever the environment says otherwise.
test: export PYTHONDONTWRITEBYTECODE =
test: check
	$(RUN) -m pytest --numprocesses=4 --dist=loadfile

bench: setup
	$(RUN) -m benchmarks
	$(RUN) -m benchmarks.standing
	$(RUN) -m benchmarks.pictures
	$(RUN) -m benchmarks.growth
	$(RUN) -m benchmarks.plot

screenshots: setup
	$(RUN) -m docs.screenshots

lock: setup
	$(RUN) -m pip install --quiet uv
	for file in "requirements.txt" "requirements-dev.txt --group dev"; do \
		$(RUN) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o $$file; \
	done
