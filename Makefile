# What a laptop runs and what CI runs. `make run` and `make test` install what they need first; see scripts/setup.sh.

.PHONY: help run dist test check conformance fault-test browsers bench size pictures clean-tools
.NOTPARALLEL:

help:
	@echo 'make run         build the release, serve it, print the address (PORT=8080 BASE=/taizhang/)'
	@echo 'make test        all tests: native, wasm in a browser, journeys in a browser'
	@echo 'make dist        dist/ and a zip of it, for any static host at any sub-path'
	@echo 'make check       formatting, clippy with warnings denied, the house check'
	@echo 'make conformance the case files: ours, and the field'\''s where they lie beside the project'
	@echo 'make fault-test  the long kill, fault and property tests'
	@echo 'make browsers    the main journey and kill tests in Firefox, WebKitGTK and old Chromium (FULL=1: fifty kills of each kind)'
	@echo 'make bench       times beside what they are compared with, natively and in a browser, into docs/speed.md'
	@echo 'make size        what a first visit loads, file by file, into docs/size.md'
	@echo 'make pictures    a picture of every screen, in both languages, into e2e/out/pictures/ and docs/guide/pictures/'
	@echo 'make clean-tools removes the tools that these commands installed'

run:
	@scripts/setup.sh build
	@scripts/dist.sh
	@scripts/run.sh

dist:
	@scripts/setup.sh build
	@scripts/dist.sh

test:
	@scripts/test.sh

check:
	@scripts/check.sh

conformance:
	@scripts/setup.sh build
	@scripts/conformance.sh

fault-test:
	@scripts/fault-test.sh

browsers: dist
	@scripts/browsers.sh $(if $(FULL),--full)

bench:
	@scripts/bench.sh

size: dist
	@scripts/setup.sh test
	@node e2e/run.mjs first-load
	@node scripts/size.mjs --write

pictures: dist
	@scripts/setup.sh test
	@node e2e/tour.mjs
	@node e2e/tour.mjs --guide
	@node e2e/tour.mjs --desk-guide

clean-tools:
	@scripts/clean-tools.sh
