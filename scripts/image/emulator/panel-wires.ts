import type { Asker } from './asker.ts';
import type { Kind } from './command.ts';
import { VIRT_PANEL } from './device-tree.ts';

/** What the two LEDs show together. */
export type Light = 'unlit' | 'green' | 'red' | 'amber';

/** The wires of button, microphone switch and LED, on the outside of the emulated computer. */
export interface PanelWires {
  button(pressed: boolean): Promise<void>;
  microphone(on: boolean): Promise<void>;
  light(): Promise<Light>;
}

const lightOf = (red: boolean, green: boolean): Light => (red ? (green ? 'amber' : 'red') : green ? 'green' : 'unlit');

const bits = (answer: string) => Number.parseInt(answer.replace(/^OK /, ''), 16);

/** Wires for a kind of computer. @param path QEMU's path of the PL061, for `virt` */
export function panelWires(kind: Kind, qtest: Asker, path: string): PanelWires {
  return kind === 'raspi3b' ? piWires(qtest) : virtWires(qtest, path);
}

/** BCM2837: GPSET0 and GPCLR0 also set the level of an input in QEMU; low is pressed, low is off. It tells no edges. */
function piWires(qtest: Asker): PanelWires {
  const set = async (line: number, high: boolean) => {
    await qtest.ask(`writel ${high ? '0x3f20001c' : '0x3f200028'} 0x${(1 << line).toString(16)}`);
  };
  return {
    button: pressed => set(27, !pressed),
    microphone: on => set(6, on),
    async light() {
      const level = bits(await qtest.ask('readl 0x3f200034'));
      return lightOf((level & (1 << 24)) !== 0, (level & (1 << 23)) !== 0);
    },
  };
}

/** PL061: high is pressed, high is off; every edge is told. */
function virtWires(qtest: Asker, path: string): PanelWires {
  const set = async (line: number, high: boolean) => {
    const answer = await qtest.ask(`set_irq_in ${path} unnamed-gpio-in ${line} ${high ? 1 : 0}`);
    if (!answer.startsWith('OK')) throw new Error(`the line was not set: ${answer}`);
  };
  return {
    button: pressed => set(VIRT_PANEL.button, pressed),
    microphone: on => set(VIRT_PANEL.microphone, !on),
    async light() {
      const level = bits(await qtest.ask('readl 0x90303fc'));
      return lightOf((level & (1 << VIRT_PANEL.red)) !== 0, (level & (1 << VIRT_PANEL.green)) !== 0);
    },
  };
}
