/** The health gate: runs after every start, keeps the release that runs, or ends with status 1 so that another takes over. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../../core/clock.ts';
import { createLog, standardSink } from '../../core/log.ts';
import { createBusctl } from '../../linux/index.ts';
import { presentJournal } from '../journal.ts';
import { RaucUpdater } from '../rauc-updater.ts';
import { UpgradeFolder } from '../upgrade-folder.ts';
import { openVirtualSlots } from '../virtual-slots.ts';
import { askSupervisor } from './ask-supervisor.ts';
import { HealthGate } from './gate.ts';
import { linuxLinks, networkProblem } from './network.ts';
import { firstOf, httpsPorts } from './ports.ts';
import { carryOut } from './verdict.ts';

const { values: flags } = parseArgs({
  options: {
    https: { type: 'string', default: '443' },
    state: { type: 'string', default: '/data/stentor' },
    /** The folder of virtual slots, on a development machine. */
    slots: { type: 'string' },
    version: { type: 'string' },
    /** s */
    healthy: { type: 'string', default: '15' },
    patience: { type: 'string', default: '240' },
  },
});

const clock = systemClock;
const log = createLog(standardSink(), 'health');
const version = flags.version ?? (await versionOf());
const folder = new UpgradeFolder({ path: join(resolve(flags.state), 'upgrade') });
const updater =
  flags.slots === undefined
    ? new RaucUpdater({ bus: createBusctl({ clock }), clock })
    : openVirtualSlots({ folder: flags.slots, keyring: undefined, product: '', version, clock, log });
const gate = new HealthGate(
  {
    ask: async () => {
      const ports = await httpsPorts(resolve(flags.state), Number(flags.https));
      return firstOf(ports, port => askSupervisor(port, clock));
    },
    networkProblem: () => networkProblem(linuxLinks),
  },
  { clock, healthyMs: Number(flags.healthy) * 1000, patienceMs: Number(flags.patience) * 1000, everyMs: 1000 },
);

async function versionOf(): Promise<string> {
  const file = fileURLToPath(new URL('./version.json', import.meta.url));
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

const verdict = await carryOut(
  { updater, folder, version, journal: () => presentJournal(clock), clock, log },
  await gate.pass(),
);
process.exit(verdict === 'restart' ? 1 : 0);
