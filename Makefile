# The callback workbench. `make` alone says what there is.

PERIOD ?=
ORG ?=

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup browser report test test-all check fix lab load bench golden sample lock clean

# Reports and tests start many processes; each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
STAMP := .venv/.complete
ORGANISATIONS := $(foreach one,$(ORG),--organisation $(one))
STANDARD := monthly,quarterly
EVERY_KIND := weekly,monthly,quarterly,yearly

help: ## this list | 显示本说明
	@echo "The callback workbench · 回访工作台"
	@echo
	@awk -F ' ## | \\| ' '/^[a-z-]+:.* ## /{split($$1, name, ":"); printf "  make %-9s %s\n%17s%s\n", name[1], $$2, "", $$3}' Makefile

setup: $(STAMP) ## .venv with everything in it, from requirements.lock | 按锁定版本建立 .venv 环境

# `venv` needs ensurepip, which some systems package apart; pip itself, where there is one, can stand in for it.
$(STAMP): requirements.lock pyproject.toml
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  found=; \
	  for one in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
	    if "$$one" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	      && { "$$one" -c 'import ensurepip' || "$$one" -m pip --version; } >/dev/null 2>&1; then found=$$one; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    there=$$(python3 --version 2>/dev/null || echo none); \
	    echo "Python 3.11 or later is needed, with its venv and pip; the python3 on PATH: $$there. Install it (Debian: apt-get install python3-venv), or name one: make setup PYTHON=<path>." >&2; \
	    echo "需要 Python 3.11 或更高版本（含 venv 和 pip）；PATH 中的 python3：$$there。请安装（Debian：apt-get install python3-venv），或指定：make setup PYTHON=<路径>。" >&2; \
	    exit 1; \
	  fi; \
	  echo "==> Making .venv with $$("$$found" --version) · 正在建立 .venv"; \
	  if "$$found" -c 'import ensurepip' >/dev/null 2>&1; then "$$found" -m venv --clear .venv; \
	  else "$$found" -m venv --clear --without-pip .venv && "$$found" -m pip --python $(BIN)/python install --quiet pip; fi; \
	fi
	@echo "==> Installing from requirements.lock, a minute or two the first time · 正在安装依赖，首次约需一两分钟"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

browser: ## Chromium and a Chinese font for the tests of pages, where they can be had | 页面测试用的浏览器和中文字体（能装则装）
	@if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1 \
	  && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "==> Installing a browser for the tests of pages · 正在安装浏览器"; \
	  { timeout 120 apt-get update && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install --yes --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 || true; \
	fi

load: setup ## read and store the ledgers of every organisation | 读入全部台账
	@$(BIN)/analytics load || [ $$? -eq 1 ]

report: load ## the reports of the last month and quarter, or PERIOD=2026-10 [ORG=id] | 生成最近一月、一季的报告，或指定 PERIOD、ORG
	@$(BIN)/analytics report $(if $(PERIOD),$(EVERY_KIND) $(PERIOD),$(STANDARD) last) $(ORGANISATIONS)
	@$(BIN)/analytics policy book --examples tests/packs >/dev/null
	@echo "$(CURDIR)/reports/index.html"

test: setup browser ## all tests but the very long ones | 运行测试
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not long"

test-all: setup browser ## the very long tests too, properties at length | 运行全部测试（含耗时的）
	@$(BIN)/python -m pytest -n 2 --dist worksteal --hypothesis-profile=long

# Every check runs, whatever the ones before it said; none of them changes a file.
check: setup ## format, lint, types, layers, notebooks, SQL; changes nothing | 检查代码，不改动任何文件
	@failed=; \
	run() { echo "==> $$1"; local name=$$1; shift; "$$@" || failed="$$failed, $$name"; }; \
	run format $(BIN)/ruff format --check --quiet --output-format concise; \
	run lint $(BIN)/ruff check --quiet --output-format concise; \
	run types $(BIN)/mypy --no-error-summary; \
	run layers $(BIN)/lint-imports --no-logo; \
	run notebooks $(BIN)/python tests/architecture/notebooks.py; \
	run SQL $(BIN)/python tests/architecture/sql_portability.py; \
	if [ -n "$$failed" ]; then echo "==> failed · 未通过: $${failed#, }" >&2; exit 1; fi; \
	echo "==> all checks passed · 检查全部通过"

fix: setup ## put right what can be put right by itself: format, imports, notebook outputs | 自动整理格式
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet
	@git ls-files -z --cached --others --exclude-standard -- 'notebooks/*.ipynb' | xargs -0 -r $(BIN)/nbstripout --keep-id --extra-keys 'metadata.language_info.version metadata.papermill'

lab: setup ## JupyterLab on notebooks/ | 在 JupyterLab 中打开 notebooks/
	@$(BIN)/jupyter lab --ServerApp.root_dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

bench: setup ## how long the standard work takes, beside the libraries alone | 性能测量
	@$(BIN)/python tests/bench/run.py

golden: setup ## rewrite the expected files of the tests, on purpose | 重写测试的预期结果
	@GOLDEN=rewrite $(BIN)/python -m pytest --quiet tests

sample: setup ## make the sample ledgers of data/ledgers/ anew | 重新生成示例台账
	@$(BIN)/python data/generator/decoration.py --out data/ledgers/jingyi
	@$(BIN)/python data/generator/service_desk.py --out data/ledgers/tingzhu
	@$(BIN)/python data/generator/repair_roles.py --out data/ledgers/banmu
	@$(BIN)/python data/generator/software_clients.py --out data/ledgers/huaiyue
	@$(BIN)/python data/generator/power_supply.py --out data/ledgers/qingyuan

lock: ## choose new versions and write requirements.lock | 更新锁定版本
	@.ci/lock

clean: ## remove what can be made again: .venv, database, reports, caches | 删除可再生成的文件
	@rm -rf .venv data/*.duckdb* data/tmp .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find reports -mindepth 1 ! -name .gitkeep -delete
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
