/** stentord: the supervisor. Reads the flags, opens the board, starts the speaker, answers SIGTERM. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAppliance } from './appliance.ts';
import { type AudioChild, createClipDecoder, createRadio } from './audio/index.ts';
import type { Board } from './board/index.ts';
import { openPiBoard } from './board/pi/index.ts';
import { openVirtualBoard, resetByButton, type VirtualBoard } from './board/virtual/index.ts';
import { type Off, systemClock } from './core/clock.ts';
import { Fault, invalid } from './core/fault.ts';
import { ensureFolder, replaceFile } from './core/files.ts';
import { MessageLink } from './core/framing.ts';
import { createLog, everySink, standardSink } from './core/log.ts';
import { startChild } from './core/process.ts';
import { LogBook, programTracer, serviceTracer } from './diagnostics/index.ts';
import {
  createBusctl,
  createNotifier,
  type Helpers,
  type Host,
  programHelpers,
  requireLinuxNative,
  serviceHelpers,
  systemdHost,
  virtualHelpers,
  VirtualSystem,
} from './linux/index.ts';
import { createAnalyst } from './speakertest/index.ts';
import { LinuxSlot } from './storage/index.ts';
import { applyReset, RESET_ORDER } from './system/index.ts';
import { openVirtualSlots, RaucUpdater, startVirtualGate, type Updater } from './upgrade/index.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const { values: flags } = parseArgs({
  options: {
    http: { type: 'string', default: '8080' },
    https: { type: 'string', default: '8443' },
    rtsp: { type: 'string', default: '8554' },
    ftp: { type: 'string', default: '2121' },
    listen: { type: 'string' },
    state: { type: 'string', default: '.stentor' },
    board: { type: 'string', default: 'auto' },
    'board-file': { type: 'string', default: '/etc/stentor/board.json' },
    'board-root': { type: 'string', default: '/' },
    sound: { type: 'string', default: 'auto' },
    card: { type: 'string' },
    'free-running': { type: 'boolean', default: false },
    /** Millionths that the clock of the virtual card runs faster. */
    'card-drift': { type: 'string', default: '0' },
    /** Of the virtual board, where several are on one machine. */
    serial: { type: 'string' },
    /** This Linux is the speaker's own, to be restarted and set up by it. */
    appliance: { type: 'boolean', default: false },
    /** Folder of programs that may do what the card's services do, where this machine lets them. */
    helpers: { type: 'string' },
    /** Certificates of those whose releases a development machine takes. */
    keyring: { type: 'string' },
  },
});

const book = new LogBook(systemClock);
const log = createLog(everySink(standardSink(), book.sink));
const state = resolve(flags.state);
// A speaker that starts anew answers where it did before, also on a port that was chosen for it.
let ports = { http: Number(flags.http), https: Number(flags.https), rtsp: Number(flags.rtsp) };

/** A board, and what drives it where it is made of software. */
interface OpenedBoard {
  readonly board: Board;
  readonly controls: VirtualBoard | undefined;
}

/** `auto` is a Raspberry Pi where the card says which, else the development machine: a real board is never pretended. */
async function openBoard(): Promise<OpenedBoard> {
  const folder = join(state, BOARD_FOLDER);
  await ensureFolder(folder);
  const file = flags['board-file'];
  const kind = flags.board === 'auto' ? (existsSync(file) ? 'pi' : 'virtual') : flags.board;
  const common = { clock: systemClock, log: log.area('board'), folder };
  if (kind === 'pi') {
    return { board: await openPiBoard({ ...common, file, root: flags['board-root'] }), controls: undefined };
  }
  if (kind !== 'virtual') throw invalid(`board must be auto, virtual or pi, not ${kind}`);
  const board = await openVirtualBoard({
    ...common,
    sound: flags.sound,
    cardFile: flags.card,
    lockstep: !flags['free-running'],
    driftPpm: Number(flags['card-drift']),
    serial: flags.serial,
    plugin: here('./native/libasound_module_pcm_stentor.so'),
    audiod: here('./audiod.mjs'),
  });
  return { board, controls: board };
}

function spawnAudio(board: Board): AudioChild {
  const child = startChild(here('./audiod.mjs'), { env: board.sound.environment });
  return {
    link: new MessageLink(child.socket),
    kill: () => child.kill('SIGKILL'),
    exited: child.exited.then(({ code, signal, error }) => error?.message ?? signal ?? `code ${code ?? 0}`),
  };
}

/** What a board keeps is not the speaker's: a factory reset leaves it alone. */
const BOARD_FOLDER = 'board';

/** Where the image's service for network traces is asked. */
const CAPTURE_SOCKET = '/run/stentor-capture.sock';

const { NOTIFY_SOCKET: socket } = process.env;
const notifier = socket === undefined ? undefined : createNotifier({ socket, send: requireLinuxNative().sendDatagram });

const linux = systemdHost({ bus: createBusctl({ clock: systemClock }), clock: systemClock });

function helpers(): Helpers {
  if (flags.helpers !== undefined) return programHelpers(resolve(flags.helpers));
  return flags.appliance ? serviceHelpers('/run') : virtualHelpers;
}

/** Restarts the device that is ours; on another's machine, or where that fails, the supervisor is enough. */
function restart(leave: (next: 'restart') => void): void {
  if (!flags.appliance) leave('restart');
  else
    linux.restart().catch((error: unknown) => {
      log.error('the device cannot be restarted', { error: String(error) });
      leave('restart');
    });
}

/** The Linux to set up. On a machine that is somebody's only the bus is another; what is asked of it is the same. */
async function openHost({ identity }: Board): Promise<{ host: Host; hostName: (() => string) | undefined }> {
  if (flags.appliance) return { host: linux, hostName: undefined };
  const folder = join(state, BOARD_FOLDER, 'linux');
  const folders = { network: folder, etc: folder, probes: folder, units: folder };
  await ensureFolder(folder);
  const macAddress = (identity.serialNumber.match(/../g) ?? []).join(':');
  const bus = new VirtualSystem({ ...folders, hostName: hostname(), macAddress });
  return { host: systemdHost({ bus, clock: systemClock, folders }), hostName: () => bus.hostName };
}

/** A button that is held while the virtual board starts; on a real one the initramfs has seen to it. */
async function heedButton(board: VirtualBoard): Promise<void> {
  if ((await resetByButton(board, systemClock)) === 'reset') await replaceFile(join(state, RESET_ORDER), 'hard\n');
}

/** Runs the speaker once, from start to stop; resolves with what is to come after it. */
async function run({ board, controls }: OpenedBoard): Promise<'restart' | 'end'> {
  let leave: (next: 'restart' | 'end') => void = () => undefined;
  const left = new Promise<'restart' | 'end'>(resolve => (leave = resolve));
  const end = () => leave('end');
  process.once('SIGTERM', end).once('SIGINT', end);
  if (controls !== undefined) await Promise.race([heedButton(controls), left]);
  await applyReset({ folder: state, spare: [BOARD_FOLDER], log: log.area('system') });
  const { updater, version, oldest, guard } = await openSlots();
  const stop = await createAppliance({
    board,
    controls,
    clock: systemClock,
    log,
    book,
    tracer: existsSync(CAPTURE_SOCKET) ? serviceTracer(CAPTURE_SOCKET) : programTracer,
    version,
    oldest,
    updater,
    state,
    page: here('./ui'),
    ports: { ...ports, ftp: Number(flags.ftp) },
    listening: open => (ports = open),
    address: flags.listen,
    spawnAudio: () => spawnAudio(board),
    analyst: createAnalyst({ workerUrl: new URL('./analysis-worker.mjs', import.meta.url), clock: systemClock }),
    decode: createClipDecoder({ workerUrl: new URL('./decode-worker.mjs', import.meta.url), clock: systemClock, log }),
    radio: createRadio({ workerUrl: new URL('./radio-worker.mjs', import.meta.url), clock: systemClock, log }),
    restart: () => restart(leave),
    ...(await openHost(board)),
    helpers: helpers(),
    slot:
      !flags.appliance && controls !== undefined
        ? controls.slot
        : new LinuxSlot({ host: linux, clock: systemClock, log: log.area('storage') }),
    notifier,
  }).start();
  const unguard = guard(() => leave('restart'));
  const next = await left;
  unguard();
  process.off('SIGTERM', end).off('SIGINT', end);
  await stop();
  return next;
}

/** The slots that releases are installed in, the version that runs, and what watches over it. */
interface OpenedSlots {
  readonly updater: Updater;
  readonly version: string;
  readonly oldest: string;
  readonly guard: (onGivenUp: () => void) => Off;
}

/** On the card RAUC has the slots and the service manager runs the health gate; a development machine has virtual ones. */
async function openSlots(): Promise<OpenedSlots> {
  const own = JSON.parse(await readFile(here('./version.json'), 'utf8')) as { version: string; oldest: string };
  const clock = systemClock;
  if (flags.appliance) {
    return { ...own, updater: new RaucUpdater({ bus: createBusctl({ clock }), clock }), guard: () => () => undefined };
  }
  const folder = join(state, BOARD_FOLDER);
  const { keyring } = flags;
  const slots = { folder, keyring, product: 'stentor-virtual', version: own.version, clock, log: log.area('upgrade') };
  const updater = openVirtualSlots(slots);
  const version = await updater.boot();
  const gate = { script: here('./health.mjs'), state, slots: folder, version };
  const guard = (onGivenUp: () => void) => startVirtualGate({ ...gate, httpsPort: ports.https, onGivenUp });
  return { ...own, updater, version, guard };
}

try {
  const opened = await openBoard();
  while ((await run(opened)) === 'restart') log.info('restarting');
  notifier?.stopping();
  await opened.board.close();
} catch (error) {
  log.error('the speaker cannot start', { reason: error instanceof Fault ? error.message : String(error) });
  process.exitCode = 1;
}
process.exit();
