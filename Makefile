# The door to everything. `make` alone tells what there is.
SHELL := /bin/sh
HTTP ?= 8080
HTTPS ?= 8443
STATE ?= .stentor
SOUND ?= auto
RUN_PACKAGES := gcc libc6-dev libasound2-dev portaudio19-dev
OVERLAY_PACKAGES := cpp device-tree-compiler
TEST_PACKAGES := $(RUN_PACKAGES) $(OVERLAY_PACKAGES) alsa-utils chromium curl dbus e2fsprogs evtest ffmpeg g++ make openssl python3 rauc squashfs-tools systemd

.DEFAULT_GOAL := help
.PHONY: help run test check bench build native optional overlays clean

help: ## Tell what can be made
	@printf 'make run      the speaker on this machine: https://localhost:%s (HTTP=, HTTPS=, STATE=, SOUND=auto|virtual|machine)\n' $(HTTPS)
	@printf 'make test     install what the tests need, build, run all of them\n'
	@printf 'make check    types, lint, format, floors, unused code\n'
	@printf 'make bench    the benchmarks (WHAT=trigger, glitches or recovery)\n'
	@printf 'make build    bundle the programs and the page into dist/\n'
	@printf 'make overlays compile the device-tree overlays into dist/overlays/\n'
	@printf 'make clean    throw away what was built; node_modules and STATE stay\n'

run: packages-run build ## Serve the page and the speaker
	@exec node dist/stentord.mjs --http $(HTTP) --https $(HTTPS) --state $(STATE) --sound $(SOUND)

test: packages-test build optional
	@npx mocha 'test/**/*.test.ts'

check: modules
	npx tsc --noEmit -p .
	npx tsc --noEmit -p src/ui
	npx eslint .
	npx prettier --check --log-level warn .
	npx depcruise --config .dependency-cruiser.cjs --output-type err-long src
	npx knip

bench: packages-test build optional
	@npm run --silent bench -- $(or $(WHAT),trigger)

build: modules native
	@npx tsx scripts/build.ts

native: modules
	@npx tsx scripts/build-native.ts

overlays: packages-overlays modules ## What the firmware lays over the device tree
	@npx tsx scripts/overlays.ts

# Optional: without them the drivers naudiodon and rpio say that they were not built, and their tests are skipped; without
# epoll the panel is looked at 20 times a second.
OPTIONAL := naudiodon rpio epoll
optional: modules
	@for what in $(OPTIONAL); do npx tsx scripts/build-native.ts $$what || echo "$$what was not built"; done

.PHONY: modules packages-run packages-test packages-overlays
packages-run:
	@scripts/install-packages.sh $(RUN_PACKAGES)
packages-test:
	@scripts/install-packages.sh $(TEST_PACKAGES)
packages-overlays:
	@scripts/install-packages.sh $(OVERLAY_PACKAGES)

modules: node_modules/.package-lock.json
node_modules/.package-lock.json: package-lock.json
	@npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

clean:
	rm -rf dist .cache
