import type { Clock, Off } from '../../core/clock.ts';
import { conflict, invalid } from '../../core/fault.ts';
import { dbOf, factorOf, SAMPLE_RATE } from '../../dsp/format.ts';
import { writeWav } from '../../dsp/wav.ts';
import type {
  Board,
  BoardIdentity,
  Button,
  Led,
  LedShow,
  PanelState,
  PowerSense,
  SoundDevices,
  Switch,
} from '../board.ts';
import type { VirtualCard } from './card.ts';
import type { InsertedMedium, VirtualSlot } from './virtual-slot.ts';
import { ROOMS, type RoomPreset } from './rooms.ts';

/** The air between the virtual speaker and its microphone. */
export interface Room {
  readonly preset: RoomPreset;
  /** dBFS; -120 is none. */
  readonly noiseDb: number;
}

export interface VirtualBoardState {
  /** Which sound card is used; room, plug and recordings are the virtual one's. */
  readonly card: 'virtual' | 'machine';
  readonly led: LedShow;
  readonly buttonPressed: boolean;
  readonly micSwitchOn: boolean;
  readonly room: Room;
  readonly unplugged: boolean;
  readonly xruns: { readonly playback: number; readonly capture: number };
  readonly medium: InsertedMedium;
  readonly undervoltage: boolean;
}

export interface VirtualBoardChange {
  readonly micSwitchOn?: boolean;
  readonly room?: Room;
  readonly unplugged?: boolean;
  readonly medium?: InsertedMedium;
  readonly undervoltage?: boolean;
}

interface VirtualBoardDeps {
  readonly clock: Clock;
  readonly identity: BoardIdentity;
  readonly sound: SoundDevices;
  /** The virtual sound card; undefined where the machine's own card is used. */
  readonly card: VirtualCard | undefined;
  readonly slot: VirtualSlot;
  /** Lets go of what the board uses. */
  readonly close: () => void;
}

/** The longest press that anybody needs; a factory reset takes 10 s. */
const MAX_PRESS_MS = 60_000;
const MAX_RECORDING_S = 10;

/**
 * A board made of software: button, LED and microphone switch are driven from the page, the sound card is the virtual one,
 * with a room between its speaker and its microphone.
 */
export class VirtualBoard implements Board {
  readonly identity: BoardIdentity;
  readonly sound: SoundDevices;
  readonly slot: VirtualSlot;
  readonly button: Button;
  readonly panel: PanelState = { driver: 'virtual', fault: undefined, onFault: () => () => undefined };
  readonly led: Led = { show: what => this.#shine(what) };
  readonly micSwitch: Switch;
  readonly power: PowerSense = { undervoltage: () => this.#undervoltage };
  readonly #clock: Clock;
  readonly #card: VirtualCard | undefined;
  readonly #close: () => void;
  readonly #presses = new Set<() => void>();
  readonly #releases = new Set<(heldMs: number) => void>();
  readonly #switches = new Set<(on: boolean) => void>();
  readonly #watchers = new Set<() => void>();
  #led: LedShow = 'unlit';
  #pressed = false;
  #micSwitchOn = true;
  #room: Room = { preset: 'direct', noiseDb: -120 };
  #unplugged = false;
  #undervoltage = false;

  constructor({ clock, identity, sound, card, slot, close }: VirtualBoardDeps) {
    this.#close = close;
    this.#clock = clock;
    this.identity = identity;
    this.sound = sound;
    this.slot = slot;
    this.#card = card;
    const isOn = () => this.#micSwitchOn;
    const isPressed = () => this.#pressed;
    this.button = {
      get pressed() {
        return isPressed();
      },
      onPress: listener => listen(this.#presses, listener),
      onRelease: listener => listen(this.#releases, listener),
    };
    this.micSwitch = {
      fitted: true,
      get on() {
        return isOn();
      },
      onChange: listener => listen(this.#switches, listener),
    };
    this.#furnish(this.#room);
  }

  state(): VirtualBoardState {
    return {
      card: this.#card === undefined ? 'machine' : 'virtual',
      led: this.#led,
      buttonPressed: this.#pressed,
      micSwitchOn: this.#micSwitchOn,
      room: this.#room,
      unplugged: this.#unplugged,
      xruns: this.#card?.xruns() ?? { playback: 0, capture: 0 },
      medium: this.slot.inserted,
      undervoltage: this.#undervoltage,
    };
  }

  change({ micSwitchOn, room, unplugged, medium, undervoltage }: VirtualBoardChange): void {
    this.#undervoltage = undervoltage ?? this.#undervoltage;
    if (room !== undefined) this.#furnish(room);
    if (unplugged !== undefined) this.#plug(unplugged);
    if (medium !== undefined) this.slot.put(medium);
    if (micSwitchOn !== undefined) this.#switch(micSwitchOn);
    this.#tell();
  }

  /**
   * Presses the control button for `ms` milliseconds.
   * @throws Fault `conflict` while it is pressed, `invalid` for a time that is not 1..60000
   */
  press(ms: number): void {
    if (!(ms >= 1 && ms <= MAX_PRESS_MS)) throw invalid(`ms must be 1 to ${MAX_PRESS_MS}`, 'ms');
    if (this.#pressed) throw conflict('the button is pressed already');
    this.#pressed = true;
    for (const listener of this.#presses) listener();
    this.#tell();
    this.#clock.after(ms, () => {
      this.#pressed = false;
      for (const listener of this.#releases) listener(ms);
      this.#tell();
    });
  }

  /** What last left the speaker, or reached the microphone, as a WAV file. @throws Fault `invalid` */
  recording(side: 'speaker' | 'microphone', seconds: number): Uint8Array {
    if (!(seconds > 0 && seconds <= MAX_RECORDING_S))
      throw invalid(`seconds must be 1 to ${MAX_RECORDING_S}`, 'seconds');
    const card = this.#card;
    if (card === undefined) throw conflict('only the virtual sound card keeps what it played');
    const samples = side === 'speaker' ? card.lastSpeaker(seconds) : card.lastMicrophone(seconds);
    return writeWav(samples, SAMPLE_RATE);
  }

  onChange(listener: () => void): Off {
    return listen(this.#watchers, listener);
  }

  async close(): Promise<void> {
    this.#close();
  }

  #shine(what: LedShow): void {
    this.#led = what;
    this.#tell();
  }

  #switch(on: boolean): void {
    if (on === this.#micSwitchOn) return;
    this.#micSwitchOn = on;
    // The real switch cuts the microphone's wire; software only learns of it.
    if (this.#card !== undefined) this.#card.micGain = on ? 1 : 0;
    for (const listener of this.#switches) listener(on);
  }

  #plug(unplugged: boolean): void {
    this.#unplugged = unplugged;
    if (unplugged) this.#card?.unplug();
    else this.#card?.plug();
  }

  #furnish(room: Room): void {
    this.#room = room;
    this.#card?.setRoom({
      taps: ROOMS[room.preset],
      noiseRms: dbOf(factorOf(room.noiseDb)) <= -120 ? 0 : factorOf(room.noiseDb),
    });
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

function listen<T>(set: Set<T>, listener: T): Off {
  set.add(listener);
  return () => set.delete(listener);
}
