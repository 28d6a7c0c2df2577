/**
 * Lists the speakers on the network, and gives an address to one that has none:
 *   npm run -s find -- [--seconds 2] [--json]
 *   npm run -s find -- assign SERIAL 192.168.1.20/24 [--router 192.168.1.1] [--user root]     password: $STENTOR_PASSWORD
 */
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/core/clock.ts';
import { Fault } from '../src/core/fault.ts';
import { createLog } from '../src/core/log.ts';
import { assignAddress, Finder, type FoundSpeaker, linksIn, openChannel } from '../src/discovery/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    router: { type: 'string' },
    user: { type: 'string', default: 'root' },
  },
});

const finder = new Finder({
  links: () => linksIn(networkInterfaces()),
  open: openChannel,
  clock: systemClock,
  log: createLog(() => undefined),
});

/** Columns as wide as what stands in them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const rowOf = ({ model, serialNumber, addresses, needsAddress, name }: FoundSpeaker) => [
  model,
  serialNumber,
  `${addresses[0] ?? ''}${needsAddress ? ' (no address of the network)' : ''}`,
  name,
];

async function assign([serial = '', wanted = '']: readonly string[]): Promise<void> {
  const [address = '', prefix = ''] = wanted.split('/');
  const { STENTOR_PASSWORD: password } = process.env;
  if (password === undefined) throw new Fault('invalid', 'set STENTOR_PASSWORD to the password of an administrator');
  const speaker = (await finder.find(seconds * 1000)).find(({ serialNumber }) => serialNumber === serial.toUpperCase());
  if (speaker === undefined) throw new Fault('not-found', `no speaker ${serial} answers`);
  await assignAddress(
    speaker,
    { address, prefix: Number(prefix), router: values.router },
    { user: values.user, password },
  );
  console.log(`${speaker.name} has the address ${address} now`);
}

const seconds = Number(values.seconds);
try {
  if (!(seconds > 0 && seconds <= 60)) throw new Fault('invalid', '--seconds must be up to 60');
  if (positionals[0] === 'assign') await assign(positionals.slice(1));
  else {
    const found = await finder.find(seconds * 1000);
    if (values.json) console.log(JSON.stringify(found, undefined, 2));
    else if (found.length === 0) console.log('No speaker answers.');
    else console.log(table([['Model', 'Serial number', 'Address', 'Name'], ...found.map(rowOf)]));
  }
} catch (error) {
  console.error(error instanceof Fault ? error.message : error);
  process.exitCode = 1;
}
