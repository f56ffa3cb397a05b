# What a newcomer needs: `make demo` and `make test`.  Both install missing Debian packages
# (tools/packages.txt), build, and run.  Everything else is CMake's: see CMakePresets.json.
PREFIX ?= /usr/local
DESTDIR ?=
STAGES ?= test
export JOBS ?= $(shell nproc)

.PHONY: all demo test check-all check-tools install clean bench

all: ## build/tenure, release
	@command -v cmake >/dev/null && command -v ninja >/dev/null || { \
	  echo "The build needs the packages of tools/packages.txt: run tools/install_packages.sh build"; exit 1; }
	@tools/build.sh release tenure

demo: ## a program that allocates, with the collector's trace
	@tools/install_packages.sh build
	@tools/build.sh release tenure
	@examples/demo/run.sh build/tenure

test: ## quick tests and all checkers (STAGES=ci: what .ci/run runs)
	@tools/install_packages.sh build test
	@python3 tools/run_stages.py $(STAGES)

check-all: ## the full matrix; hours
	@tools/install_packages.sh build test
	@python3 tools/run_stages.py all

check-tools: ## tests of the checkers and runners
	@python3 -m unittest discover -s tools/test -p '*_test.py'
	@python3 tools/test/gc_check_docs.py

bench: ## compares with node and, if QJS names it, quickjs-ng; writes docs/benchmarks.md
	@tools/build.sh release tenure
	@python3 bench/run.py --write docs/benchmarks.md

install: ## headers, libraries, pkg-config files, the command
	@tools/build.sh release
	@DESTDIR="$(DESTDIR)" cmake --install build/release --prefix "$(PREFIX)" >build/install.log || { cat build/install.log; exit 1; }
	@echo "installed below $(DESTDIR)$(PREFIX)"

clean:
	rm -rf build
