import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../tool.ts';

/** Lines of the PL061 that the emulated panel of `virt` is wired to. */
export const VIRT_PANEL = { button: 0, microphone: 1, red: 4, green: 5 } as const;

/**
 * The device tree for QEMU's Raspberry Pi 3: Debian's own with the panel's overlay, as the firmware would hand it over, and
 * the mark by which the initramfs knows an emulator.
 * @param shell terminal for the root shell of tests, or none
 */
export function piTree(folder: string, parts: { tree: string; panel: string; shell?: boolean }): string {
  const output = join(folder, 'raspi3b.dtb');
  if (!existsSync(parts.panel)) throw new Error(`${parts.panel} is missing; run make overlays`);
  apply(folder, parts.tree, [parts.panel, mark(folder, parts.shell === true ? 'ttyAMA0' : undefined)], output);
  // The first serial port would be Bluetooth's.
  if (parts.shell === true) tool('fdtput', ['-r', output, '/soc/serial@7e201000/bluetooth']);
  return output;
}

/**
 * The device tree for QEMU's machine `virt`: QEMU's own for these options, with a panel on the PL061. QEMU pulls its lines
 * down, so that here high is pressed, and high is off.
 */
export function virtTree(folder: string, qemu: string, options: readonly string[], shell = false): string {
  const base = join(folder, 'virt-base.dtb');
  const output = join(folder, 'virt.dtb');
  const machine = options.map(option => (option.startsWith('virt,') ? `${option},dumpdtb=${base}` : option));
  tool(qemu, machine);
  const gpio = tool('fdtget', [base, '/pl061@9030000', 'phandle']).trim();
  const panel = compile(folder, 'virt-panel', virtPanel(gpio));
  apply(folder, base, [panel, mark(folder, shell ? 'hvc0' : undefined)], output);
  return output;
}

function virtPanel(gpio: string): string {
  const { button, microphone, red, green } = VIRT_PANEL;
  const led = (
    colour: string,
    line: number,
  ) => `led-${colour} { label = "stentor:${colour}:status"; gpios = <${gpio} ${line} 0>;
        default-state = "on"; retain-state-shutdown; };`;
  return root(`stentor-panel { compatible = "gpio-keys"; label = "stentor-panel";
        control-button { label = "control button"; gpios = <${gpio} ${button} 0>; linux,input-type = <1>; linux,code = <0x100>; debounce-interval = <30>; };
        microphone-switch { label = "microphone switch"; gpios = <${gpio} ${microphone} 0>; linux,input-type = <5>; linux,code = <0x0e>; debounce-interval = <50>; };
      };
      stentor-leds { compatible = "gpio-leds"; ${led('red', red)} ${led('green', green)} };`);
}

function mark(folder: string, terminal: string | undefined): string {
  const shell = terminal === undefined ? '' : `shell = "${terminal}";`;
  return compile(folder, 'emulator-mark', root(`stentor-emulator { compatible = "stentor,emulator"; ${shell} };`));
}

const root = (nodes: string) =>
  `/dts-v1/; /plugin/; / { fragment@0 { target-path = "/"; __overlay__ { ${nodes} }; }; };`;

function compile(folder: string, name: string, source: string): string {
  const output = join(folder, `${name}.dtbo`);
  writeFileSync(join(folder, `${name}.dts`), source);
  tool('dtc', ['-q', '-@', '-I', 'dts', '-O', 'dtb', '-o', output, join(folder, `${name}.dts`)]);
  return output;
}

function apply(folder: string, base: string, overlays: readonly string[], output: string): void {
  tool('fdtoverlay', ['-i', base, '-o', output, ...overlays], { cwd: folder });
}
