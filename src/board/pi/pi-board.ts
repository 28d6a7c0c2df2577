import type { Board, BoardIdentity, Button, Led, PanelState, PowerSense, SoundDevices, Switch } from '../board.ts';
import type { Amplifier } from './amplifier.ts';
import type { PanelDriver } from './panel-driver.ts';

interface PiBoardParts {
  readonly identity: BoardIdentity;
  readonly panel: PanelDriver;
  readonly amplifier: Amplifier;
  readonly sound: SoundDevices;
  readonly power: PowerSense;
  /** Stops looking after the sound cards. */
  readonly stopSound: () => unknown;
}

/** A Raspberry Pi with a panel and sound hardware. */
export class PiBoard implements Board {
  readonly identity: BoardIdentity;
  readonly button: Button;
  readonly led: Led;
  readonly micSwitch: Switch;
  readonly panel: PanelState;
  readonly sound: SoundDevices;
  readonly power: PowerSense;
  readonly #parts: PiBoardParts;

  constructor(parts: PiBoardParts) {
    const { identity, panel, amplifier, sound, power } = parts;
    this.identity = identity;
    this.power = power;
    this.sound = sound;
    this.button = panel.button;
    this.led = panel.led;
    this.micSwitch = panel.micSwitch;
    this.panel = {
      driver: panel.driver,
      get fault() {
        return [panel.fault, amplifier.fault].filter(fault => fault !== undefined).join('; ') || undefined;
      },
      onFault: panel.onFault,
    };
    this.#parts = parts;
  }

  async close(): Promise<void> {
    const { panel, amplifier, stopSound } = this.#parts;
    stopSound();
    amplifier.off();
    await panel.close();
  }
}
