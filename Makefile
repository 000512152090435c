# The two commands that matter: make demo, make test. `make` alone lists the rest.
PYTHON_OF_VENV := .venv/bin/python
PORT ?= 8000
RESET ?=
# FIGURES=1 also installs what draws the changed poses of a clinic's own exercises; the demo is light without it.
FIGURES ?=
# Another Python than the first one found: make demo PYTHON=/path/to/python3
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo test check bench prove lock pictures messages

help: ## List what can be made
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## Run the whole portal on this machine, with people and history (RESET=1 starts over, PORT=8000, FIGURES=1 draws)
	@sh tools/venv.sh run $(if $(filter-out 0,$(FIGURES)),figures)
	@exec $(PYTHON_OF_VENV) manage.py demo --port $(PORT) $(if $(filter-out 0,$(RESET)),--reset)

test: ## Run the tests of two or three minutes, on SQLite, with no server
	@sh tools/venv.sh test
	@exec sh tools/test.sh $(ARGS)

check: ## Everything that needs no person to judge: style, types, walls, migrations, templates, words, every test
	@sh tools/venv.sh test lint figures
	@sh tools/lint.sh
	@sh tools/test.sh -m "not production and not browser"
	@exec sh tools/browser.sh

bench: ## Measure the pages and the reminder pump
	@sh tools/venv.sh test
	@exec $(PYTHON_OF_VENV) tests/bench/run.py $(ARGS)

prove: ## Try every promise at full size: kills, crowds, 10,000 bad forms (ARGS=--help lists what)
	@sh tools/venv.sh test
	@exec $(PYTHON_OF_VENV) tests/prove/run.py $(ARGS)

lock: ## Write requirements/*.txt from pyproject.toml (UPGRADE=1 takes newer versions)
	@UPGRADE=$(UPGRADE) sh tools/lock.sh

pictures: ## Draw the exercises anew
	@sh tools/venv.sh figures
	@exec $(PYTHON_OF_VENV) manage.py draw_library

messages: ## Collect the words to translate, and compile the translations
	@sh tools/venv.sh test
	@exec $(PYTHON_OF_VENV) tools/messages.py
