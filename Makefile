# Few words. `make run` and `make test` do everything they need, on a fresh machine too.
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export HIPAPP_URL ?= http://localhost:$(PORT)

.PHONY: run demo test test-unit test-slow lint bench bench-coach lighthouse words pages lock clean figures figures-check figures-sheet figure
FIGURES := .venv-figures
PEOPLE ?= 300

run: $(VENV)/run.stamp ## serve hipapp on http://localhost:$(PORT)
	@exec $(PY) tools/serve.py '$(HOST)' '$(PORT)'

demo: $(VENV)/run.stamp ## add one labelled example account with sixteen weeks of journal
	@$(PY) manage.py prepare
	@$(PY) manage.py make_demo

test: $(VENV)/dev.stamp ## everything but the long tests
	@bash tools/test.sh

test-unit: $(VENV)/dev.stamp ## unit and page tests on SQLite only
	@$(PY) -m pytest -q -n auto --maxprocesses=4 -m "not browser and not slow"

test-slow: $(VENV)/dev.stamp ## long property tests and walks over all states
	@bash tools/test.sh slow

lint: $(VENV)/dev.stamp ## style, types, layers
	@bash tools/lint.sh

bench: $(VENV)/dev.stamp ## requests a second of the main pages beside a bare view
	@$(PY) tools/bench.py

bench-coach: $(VENV)/dev.stamp ## what the coach is worth on simulated people, into docs/coach-bench.md (half an hour on two cores)
	@$(PY) -m tests.bench.run --people $(PEOPLE) --write
	@$(PY) -m tests.bench.alarms --people $(PEOPLE) --write
	@$(PY) -m tests.bench.changes --write
	@$(PY) -m tests.bench.cost --write
	@$(PY) -m tests.bench.asking --people $(PEOPLE) --write

lighthouse: $(VENV)/dev.stamp ## speed and accessibility of every type of page, into docs/lighthouse.md (needs Node.js and Chromium)
	@$(PY) tools/lighthouse.py

words: $(VENV)/dev.stamp ## how hard our sentences are to read, into docs/words.md
	@$(PY) tools/words.py

pages: $(VENV)/dev.stamp ## screenshots of every page and state into docs/pages/ (needs Chromium)
	@$(PY) tools/pages.py

figures: $(FIGURES)/figures.stamp ## draw the figures that changed (needs potrace)
	@bash tools/figures.sh build

figure: $(FIGURES)/figures.stamp ## one pose to a PNG: make figure POSE=bird-dog
	@bash tools/figures.sh look $(POSE) --body ab

figures-sheet: $(FIGURES)/figures.stamp ## contact sheets of all figures, in docs/figures/
	@bash tools/figures.sh sheet

figures-check: $(VENV)/dev.stamp ## do the committed figures match their sources and keep every limit
	@$(PY) -m poses.figures.ledger

lock: ## compile the lock files anew
	@bash tools/lock.sh

clean: ## remove what was built (never var/, where your data is)
	rm -rf $(VENV) $(FIGURES) .venv-lighthouse .venv-words .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A stamp is made anew when its lock file changes. -m venv and pip only, so nothing but Python is needed.
$(VENV)/run.stamp: requirements.lock
	@bash tools/venv.sh requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock
	@bash tools/venv.sh requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

$(FIGURES)/figures.stamp: requirements-figures.lock
	@bash tools/venv.sh requirements-figures.lock $(FIGURES)
	@touch $@
