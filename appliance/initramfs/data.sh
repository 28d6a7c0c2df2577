#!/bin/sh
# How the initramfs gets the data partition in order. $root is the mounted slot; `say` tells the kernel's log and `in_root`
# runs a program of the slot.
# shellcheck disable=SC2154 # root and data are init's
# $data is the partition, by its own name.
markers=/run/stentor

# The control button, held while power comes, asks for a factory reset; it is a program of the slot that watches it.
ask_button() {
  mkdir -p "$markers"
  for program in button-held early-reset.mjs; do
    [ -e "$root/usr/lib/stentor/$program" ] || return 0
  done
  in_root /usr/sbin/modprobe -qa gpio_keys leds_gpio evdev ledtrig_timer
  in_root /usr/lib/stentor/button-held || return 0
  say 'the control button is held'
  # Whatever becomes of it, the speaker starts: a button that is stuck takes it 70 s.
  in_root /usr/bin/timeout -k 5 180 /usr/bin/node /usr/lib/stentor/early-reset.mjs ||
    say 'the control button was not watched to its end'
}

# True where the partition ended well before its disk did, and now ends with it.
grow_partition() {
  begins=$(cat "/sys/class/block/${data##*/}/start")
  length=$(cat "/sys/class/block/${data##*/}/size")
  free=$(($(cat "/sys/class/block/$1/size") - begins - length))
  [ $free -gt 8192 ] || return 1
  echo ', +' | in_root /usr/sbin/sfdisk -q --no-reread --no-tell-kernel -N 3 "/dev/$1" >/dev/kmsg 2>&1 &&
    in_root /usr/bin/partx -u --nr 3 "/dev/$1" >/dev/kmsg 2>&1
}

# The file system follows while it is mounted: no check of every block before it, and a power cut is mended by its journal.
grow_files() {
  size=$(cat "/sys/class/block/${data##*/}/size")
  [ "$(cat "$root/data/system/size" 2>/dev/null)" = "$size" ] && return 0
  in_root /usr/sbin/resize2fs "$data" >/dev/kmsg 2>&1 && echo "$size" >"$root/data/system/size"
}

make_data() {
  say "$1; making the data partition anew"
  in_root /usr/sbin/mkfs.ext4 -q -F -L data -m 1 "$data" >/dev/kmsg 2>&1
}

mount_data() { mount -t ext4 -o noatime,nosuid,nodev,noexec "$data" "$root/data"; }

# Mends what a power cut left; what cannot be mended is made anew, for a speaker without settings beats a dead one.
open_data() {
  if [ -e "$markers/factory-reset" ]; then
    make_data 'factory reset by the control button' && rm "$markers/factory-reset" && mount_data
    return
  fi
  in_root /usr/sbin/e2fsck -p "$data" >/dev/kmsg 2>&1
  [ $? -lt 4 ] || in_root /usr/sbin/e2fsck -fy "$data" >/dev/kmsg 2>&1
  mount_data && return
  make_data 'it cannot be mounted' && mount_data
}

# The supervisor leaves /data/stentor/.reset and restarts: `soft` keeps the network settings and who the speaker is, `hard`
# nothing. The marker leaves the folder that is emptied before anything else happens.
reset_by_marker() {
  [ ! -e "$root/data/stentor/.reset" ] || mv "$root/data/stentor/.reset" "$root/data/.reset"
  [ -e "$root/data/.reset" ] || return 0
  case $(cat "$root/data/.reset") in
    soft) say 'factory default, network settings stay' && soft_reset "$root/data" "$root/usr/lib/stentor/kept-by-soft-reset" ;;
    hard) umount "$root/data" && make_data 'hard factory default' && mount_data ;;
    *) rm -f "$root/data/.reset" ;;
  esac
}

# soft_reset DATA LIST: deletes all but the paths in LIST. What is kept goes aside by renaming and comes back by renaming, and
# the marker goes last: after a power cut the next start does the rest.
soft_reset() (
  cd "$1" || exit 1
  mkdir -p .kept
  move_listed . .kept <"$2"
  sync
  for path in * .[!.]*; do
    case $path in .kept | .reset | lost+found) ;; *) rm -rf "$path" ;; esac
  done
  move_listed .kept . <"$2"
  rm -rf .kept
  sync
  rm -f .reset
  sync
)

# move_listed FROM TO: every path that standard input names (globs, relative to FROM) and that is there.
move_listed() {
  while read -r pattern; do
    [ -n "$pattern" ] || continue
    # shellcheck disable=SC2231 # the pattern is a glob
    for path in $1/$pattern; do
      [ -e "$path" ] || continue
      kept=$2/${path#"$1"/}
      mkdir -p "${kept%/*}"
      mv "$path" "$kept"
    done
  done
}

# furnish_data DATA: what every start needs to find there. /data/etc belongs to the supervisor, /data/system to root.
furnish_data() {
  mkdir -p "$1/var" "$1/system" "$1/rauc" "$1/etc" "$1/stentor"
  cp -an "$root/usr/share/factory/var/." "$1/var/"
  if [ ! -s "$1/system/machine-id" ]; then
    tr -d - </proc/sys/kernel/random/uuid >"$1/system/machine-id.new"
    mv "$1/system/machine-id.new" "$1/system/machine-id"
  fi
  owner=$(sed -n 's/^stentor:[^:]*:\([0-9]*\):\([0-9]*\):.*/\1:\2/p' "$root/etc/passwd")
  [ -z "$owner" ] || chown "$owner" "$1/stentor" "$1/etc"
  chmod 700 "$1/stentor" "$1/rauc"
  # While a new release is on trial its journal outlives it, however it dies.
  if [ -e "$1/stentor/upgrade/trial" ]; then mkdir -p "$1/var/log/journal"; else rm -rf "$1/var/log/journal"; fi
}

# furnish_etc DATA ETC: what systemd reads before any of our programs runs. The supervisor's links are not followed.
furnish_etc() {
  cp "$1/system/machine-id" "$2/machine-id" && chmod 444 "$2/machine-id"
  if [ -f "$1/etc/hostname" ] && [ ! -L "$1/etc/hostname" ]; then
    head -n 1 "$1/etc/hostname" | tr -cd 'A-Za-z0-9.-' >"$2/hostname"
  fi
  zone=$(readlink "$1/etc/localtime" 2>/dev/null || true)
  case $zone in
    *..*) ;;
    /usr/share/zoneinfo/*) ln -sf "$zone" "$2/localtime" ;;
  esac
}
