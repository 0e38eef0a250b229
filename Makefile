# Everything from a bare clone: each target first makes ready what it needs.
# `make run` starts the desk, `make test` proves it. Nothing here needs more than sh and make.

BIN = .venv/bin
# One more than the cores: the tests of whole desks mostly wait.
WORKERS = 3
UV = .setup/bootstrap/bin/uv
LOCK = --universal --generate-hashes --no-emit-index-url --no-annotate --upgrade --quiet \
	--custom-compile-command "make lock"

# Every start of a part would compile everything it imports again where this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check wheel bench lock

help:
	@echo "make run     start the desk; with the demo office while nobody works at it yet"
	@echo "make test    all tests"
	@echo "make check   style, types, imports"
	@echo "make bench   benchmarks, one line each: name value unit"
	@echo "make wheel   dist/*.whl, which runs without this checkout and without Node"
	@echo "make lock    resolve the dependencies anew"

setup:
	@PYTHON='$(PYTHON)' sh tools/setup.sh

run: setup
	@exec $(BIN)/huiyin up --demo-when-empty

test: setup
	@sh tools/browser.sh
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: setup
	@rm -rf dist
	@$(BIN)/python -m hatchling build -t wheel
	@ls -l dist

bench: setup
	@for bench in bench/*.py; do PYTHONPATH=. $(BIN)/python "$$bench" || exit 1; done

lock: setup
	@$(UV) pip compile pyproject.toml --group dev $(LOCK) -o requirements/dev.txt
	@echo uv | $(UV) pip compile - $(LOCK) -o requirements/uv.txt
	@git diff --stat -- requirements
