#!/bin/sh
# Downloads packages of Debian 13 into a folder, whatever Debian this machine runs and without changing it:
#   scripts/fetch-debs.sh ARCHITECTURE FOLDER PACKAGE...
# A package may be an extended regular expression; of those that match, the newest is taken. What is there is kept.
set -eu

architecture=$1
folder=$2
shift 2
suites=${SUITES:-'trixie trixie-updates trixie-backports'}

here=$(cd "$(dirname "$0")/.." && pwd)
state="$here/.cache/apt-$architecture"
mkdir -p "$folder" "$state/lists/partial" "$state/cache/archives/partial"
folder=$(cd "$folder" && pwd)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
for suite in $suites; do
  echo "deb [signed-by=$keys] http://deb.debian.org/debian $suite main contrib non-free-firmware"
done >"$state/sources.list"
echo "deb [signed-by=$keys] http://security.debian.org/debian-security trixie-security main" >>"$state/sources.list"

apt() {
  tool=$1
  shift
  "$tool" -q -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$state/lists" -o Dir::Cache="$state/cache" -o Dir::State::status=/dev/null \
    -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" \
    -o Acquire::Languages=none -o Acquire::http::Timeout=30 -o APT::Sandbox::User=root "$@"
}

apt apt-get update >"$state/update.log" 2>&1 || { cat "$state/update.log" >&2; exit 1; }
cd "$folder"
for wanted in "$@"; do
  package=$(apt apt-cache pkgnames | grep -Ex -- "$wanted" | sort -V | tail -n 1)
  [ -n "$package" ] || { echo "Debian has no package $wanted for $architecture" >&2; exit 1; }
  apt apt-get download "$package" >&2
  find "$folder" -maxdepth 1 -name "${package}_*.deb" | sort -V | tail -n 1
done
