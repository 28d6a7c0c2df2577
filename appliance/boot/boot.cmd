# Chooses a slot and starts it. RAUC shares BOOT_ORDER and BOOT_x_LEFT through fw_setenv: a slot whose tries are used up is
# passed over until it is marked good again; when none is left both get three more, so that a card never stays dark.
if test "${devtype}" = "mmc"; then
  # The kernel is 51 MB unpacked: it must neither reach the initramfs nor the device tree.
  setenv kernel_addr_r 0x00200000
  setenv ramdisk_addr_r 0x06000000
  setenv kernel_comp_addr_r 0x0a000000
else
  setenv kernel_comp_addr_r 0x50000000
fi
setenv kernel_comp_size 0x4000000

${devtype} dev ${devnum}
${devtype} read ${ramdisk_addr_r} 0x800 0x20
env import -c ${ramdisk_addr_r} 0x4000 BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT EXTRA
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3
test -n "${EXTRA}" || setenv EXTRA -

setenv slot
for candidate in ${BOOT_ORDER}; do
  if test -n "${slot}"; then
    true
  elif test "${candidate}" = "A" && test ${BOOT_A_LEFT} -gt 0; then
    setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
    setenv slot A
    setenv bootpart 5
  elif test "${candidate}" = "B" && test ${BOOT_B_LEFT} -gt 0; then
    setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
    setenv slot B
    setenv bootpart 7
  fi
done
if test -z "${slot}"; then
  echo "stentor: no tries left, both slots get three"
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
fi
env export -c -s 0x4000 ${ramdisk_addr_r} BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT EXTRA
${devtype} write ${ramdisk_addr_r} 0x800 0x20
test -n "${slot}" || reset

echo "stentor: slot ${slot}, order ${BOOT_ORDER}, left A=${BOOT_A_LEFT} B=${BOOT_B_LEFT}"
if load ${devtype} ${devnum}:${bootpart} ${ramdisk_addr_r} slot.env; then
  env import -t ${ramdisk_addr_r} ${filesize}
fi
if load ${devtype} ${devnum}:${bootpart} ${kernel_addr_r} Image && load ${devtype} ${devnum}:${bootpart} ${ramdisk_addr_r} initrd.img; then
  setenv bootargs "rauc.slot=${slot} stentor.disk=${disk} stentor.verity=${verity} ro quiet net.ifnames=0 panic=10 ${EXTRA}"
  booti ${kernel_addr_r} ${ramdisk_addr_r}:${filesize} ${fdt_addr}
fi
echo "stentor: slot ${slot} does not load"
sleep 2
reset
