# The door to everything. `make` alone tells what there is.
SHELL := /bin/sh
HTTP ?= 8080
HTTPS ?= 8443
RTSP ?= 8554
STATE ?= .stentor
SOUND ?= auto
RUN_PACKAGES := gcc libc6-dev libasound2-dev portaudio19-dev libopus-dev libspandsp-dev libspeexdsp-dev libssl-dev
OVERLAY_PACKAGES := cpp device-tree-compiler
TEST_PACKAGES := $(RUN_PACKAGES) $(OVERLAY_PACKAGES) \
  alsa-utils avahi-daemon avahi-utils baresip-core chromium coturn curl dbus dnsmasq-base e2fsprogs espeak-ng evtest ffmpeg \
  flite g++ gstreamer1.0-plugins-good gstreamer1.0-tools gupnp-tools hostapd iproute2 iputils-ping kamailio \
  kamailio-tls-modules libsoup2.4-1 linphone-cli make mosquitto nftables nginx-light openssh-server openssl python3 \
  python3-pyftpdlib rauc rsyslog rsyslog-openssl samba shellcheck sip-tester smbclient snapclient snapserver snmptrapd \
  squashfs-tools systemd tcpdump tzdata wpasupplicant wrk
BOARD ?= pi4
# What builds an image and runs it in an emulator. cryptsetup-bin has veritysetup, u-boot-tools mkimage.
IMAGE_PACKAGES := $(RUN_PACKAGES) mmdebstrap qemu-user-static binfmt-support debian-archive-keyring arch-test systemd squashfs-tools \
  cryptsetup-bin mtools dosfstools e2fsprogs fdisk u-boot-tools rauc $(OVERLAY_PACKAGES) gcc-aarch64-linux-gnu g++ g++-aarch64-linux-gnu \
  libc6-dev-arm64-cross cpio zstd xz-utils kmod openssl git
EMULATOR_PACKAGES := curl ipxe-qemu iproute2 qemu-system-arm qemu-utils systemd-container

.DEFAULT_GOAL := help
.PHONY: help run test conformance check bench build native optional overlays clean

help: ## Tell what can be made
	@printf 'make run      the speaker on this machine: https://localhost:%s (HTTP=, HTTPS=, RTSP=, STATE=, SOUND=auto|virtual|machine)\n' $(HTTPS)
	@printf 'make test     install what the tests need, build, run all of them\n'
	@printf 'make conformance  all tests, then docs/conformance.md: what the manual promises, and which tests show it\n'
	@printf 'make check    types, lint, format, floors, unused code\n'
	@printf 'make bench    the benchmarks (WHAT=trigger, glitches, recovery, mixer, soak, paging, sync, echo, sip, speakertest, analysis, rules, find or http)\n'
	@printf 'make build    bundle the programs and the page into dist/\n'
	@printf 'make overlays compile the device-tree overlays into dist/overlays/\n'
	@printf 'make image    the SD-card image of a board: out/stentor-VERSION-BOARD.img.zst (BOARD=%s, VERSION=, KEYS=)\n' $(BOARD)
	@printf 'make bundle   the upgrade alone: out/stentor-VERSION-BOARD.raucb\n'
	@printf 'make keys     development keys in appliance/keys, which is never committed\n'
	@printf 'make qemu     start the image of BOARD in an emulated Raspberry Pi 3 (MACHINE=virt: a faster machine)\n'
	@printf 'make clean    throw away what was built; node_modules and STATE stay\n'

run: packages-run build ## Serve the page and the speaker
	@exec node dist/stentord.mjs --http $(HTTP) --https $(HTTPS) --rtsp $(RTSP) --state $(STATE) --sound $(SOUND)

test: packages-test build optional
	@npx tsx scripts/test.ts

conformance: ## All tests, then docs/conformance.md from how they went
	@rm -rf .cache/results/unit .cache/results/feature .cache/results/browser
	@$(MAKE) test
	@npx tsx scripts/conformance.ts

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

image: packages-image build overlays keys ## The card
	@npx tsx scripts/image.ts $(BOARD)

bundle: packages-image build overlays keys
	@npx tsx scripts/image.ts $(BOARD) bundle

qemu: packages-emulator modules ## The very same image in an emulator
	@exec npx tsx scripts/image-qemu.ts $(BOARD) $(or $(MACHINE),raspi3b)

vm: packages-image packages-emulator build ## A virtual speaker: the image's user space in systemd-nspawn (as root)
	@exec npx tsx scripts/image-vm.ts $(HTTP) $(HTTPS) $(STATE)-vm

test-image: packages-emulator image ## Builds the image and boots it in emulators; leaves a stamp where all is well
	@npx mocha --config test/image/.mocharc.json 'test/image/*.container.ts' 'test/image/*.image.ts'
	@npx tsx scripts/image-stamp.ts write

test-container: packages-image packages-emulator build ## Boots the image's user space, in a minute
	@npx mocha --config test/image/.mocharc.json 'test/image/*.container.ts'

sbom: packages-image overlays modules
	@npx tsx scripts/image.ts $(BOARD) sbom

flash: modules ## Writes the image to a card: CARD=/dev/sdX
	@npx tsx scripts/image-flash.ts $(BOARD) $(CARD)

reproducible: image ## Makes the image once more and compares
	@sha256sum $(or $(OUT),out)/stentor-*-$(BOARD).img.zst >.cache/image/first.sha256
	@npx tsx scripts/image.ts $(BOARD)
	@sha256sum -c .cache/image/first.sha256

keys: modules
	@npx tsx scripts/image-keys.ts $(or $(KEYS),appliance/keys)

.PHONY: image bundle sbom flash qemu vm test-image test-container reproducible keys packages-image packages-emulator
packages-image:
	@scripts/install-packages.sh $(IMAGE_PACKAGES)
packages-emulator:
	@scripts/install-packages.sh $(EMULATOR_PACKAGES)

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
