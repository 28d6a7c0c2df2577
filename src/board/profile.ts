import { invalid } from '../core/fault.ts';
import {
  boolean,
  choice,
  integer,
  list,
  lostPath,
  nullable,
  object,
  optional,
  parse,
  type Schema,
  string,
} from '../core/schema.ts';

/** A line of the GPIO chip, by the number that Raspberry Pi prints beside it: GPIO27 is 27. */
export interface Pin {
  readonly line: number;
  /** Whether the pin is at 0 V when the thing is pressed, lit, or on. */
  readonly activeLow: boolean;
}

/** A sound card by the id that ALSA has for it: that of an overlay of ours, or `stentorusb`, which udev gives. */
export interface CardChoice {
  readonly card: string;
}

/** A board with its sound hardware, as board/NAME/board.json describes it. */
export interface BoardProfile {
  /** Of its folder. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Why it does not work with what we build, for people; absent where it does. */
  readonly unsupported?: string;
  /** The computers it runs on: how they call themselves, their chip, their device tree among Debian's. */
  readonly computers: readonly { readonly model: string; readonly soc: string; readonly dtb: string }[];
  /** `debian`: any of Debian's since 6.12; `debian-backports`: 7.3 or later; `raspberrypi`: the maker's own. */
  readonly kernel: 'debian' | 'debian-backports' | 'raspberrypi';
  /** Kernel modules that Debian does not build. */
  readonly modules: readonly string[];
  /** Of overlays/, in the order in which the firmware applies them. */
  readonly overlays: readonly { readonly name: string; readonly parameters: Readonly<Record<string, string>> }[];
  /** More lines of config.txt. */
  readonly config: readonly string[];
  readonly panel: PanelProfile;
  readonly sound: SoundProfile;
  /** Pins that are made active while the speaker runs: enable, or mute where muted is inactive. */
  readonly amplifier: readonly Pin[];
}

/** Button, LED and microphone switch. */
export interface PanelProfile {
  /** `auto` takes the kernel's drivers, else onoff. */
  readonly driver: PanelDriver;
  /** Labels of the GPIO chip of the 40-pin header; the first that exists is it. */
  readonly chips: readonly string[];
  readonly button: Pin;
  readonly red: Pin;
  readonly green: Pin;
  /** Active means off; null where the board has no switch. */
  readonly microphoneSwitch: Pin | null;
}

export type PanelDriver = 'auto' | 'evdev-leds' | 'onoff' | 'rpio' | 'none';

export interface SoundProfile {
  readonly output: CardChoice;
  /** Null where the board has no microphone. */
  readonly input: CardChoice | null;
  /** Controls of `output`'s card that are set at the start, in the words of `amixer cset`. */
  readonly mixer: readonly { readonly control: string; readonly value: string }[];
}

const name = () => string({ pattern: '^[a-z0-9-]{1,40}$' });
const words = () => string({ minLength: 1 });
const pin = (): Schema<Pin> => object({ line: integer({ minimum: 0, maximum: 53 }), activeLow: boolean() });
const card = (): Schema<CardChoice> => object({ card: string({ pattern: '^[A-Za-z0-9_]{1,15}$' }) });

const computer = object({
  model: words(),
  soc: choice(['BCM2710', 'BCM2837', 'BCM2711', 'BCM2712']),
  dtb: string({ pattern: '^bcm[a-z0-9-]+\\.dtb$' }),
});

const panel: Schema<PanelProfile> = object({
  driver: choice(['auto', 'evdev-leds', 'onoff', 'rpio', 'none']),
  chips: list(words(), { minItems: 1 }),
  button: pin(),
  red: pin(),
  green: pin(),
  microphoneSwitch: nullable(pin()),
});

const sound: Schema<SoundProfile> = object({
  output: card(),
  input: nullable(card()),
  mixer: list(object({ control: words(), value: words() })),
});

const parameters = { type: 'object', additionalProperties: { type: 'string' } } as Schema<Record<string, string>>;

const PROFILE: Schema<BoardProfile> = object({
  name: name(),
  title: words(),
  unsupported: optional(words()),
  computers: list(computer, { minItems: 1 }),
  kernel: choice(['debian', 'debian-backports', 'raspberrypi']),
  modules: list(name()),
  overlays: list(object({ name: name(), parameters })),
  config: list(words()),
  panel,
  sound,
  amplifier: list(pin()),
});

/**
 * Checks the content of a board.json.
 * @throws Fault `invalid` with the field: also of one that nobody knows, which is a misspelt one, of two things on
 *   one pin, and of a switch that nobody reads
 */
export function parseProfile(content: unknown): BoardProfile {
  const profile = parse(PROFILE, content, 'board.json');
  const unknown = lostPath(content, profile);
  if (unknown !== undefined) throw invalid(`${unknown} is not a field of a board`, unknown);
  refuseSharedPins(profile);
  if (profile.panel.driver === 'none' && profile.panel.microphoneSwitch !== null) {
    const field = 'panel.microphoneSwitch';
    throw invalid(`${field} must be null where panel.driver is none: nobody could read the switch`, field);
  }
  return profile;
}

function refuseSharedPins({ panel: { button, red, green, microphoneSwitch }, amplifier }: BoardProfile): void {
  const users = new Map<number, string>();
  const all: [string, Pin | null][] = [
    ['panel.button', button],
    ['panel.red', red],
    ['panel.green', green],
    ['panel.microphoneSwitch', microphoneSwitch],
    ...amplifier.map((each, i): [string, Pin] => [`amplifier.${i}`, each]),
  ];
  for (const [field, each] of all) {
    if (each === null) continue;
    const other = users.get(each.line);
    if (other !== undefined) throw invalid(`${field} uses GPIO${each.line}, which ${other} has`, `${field}.line`);
    users.set(each.line, field);
  }
}
