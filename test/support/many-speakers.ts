/** Announces many speakers from one process, each at an address of its own: `many-speakers.ts COUNT FIRST-ADDRESS`. */
import { systemClock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { Responder } from '../../src/discovery/mdns/responder.ts';
import { openChannel } from '../../src/discovery/index.ts';

const [count = '50', first = '10.44.0.10'] = process.argv.slice(2);
const base = first.split('.').slice(0, 3).join('.');
const from = Number(first.split('.')[3]);

const known = new Set<number>();
for (let i = 0; i < Number(count); i++) {
  const serial = `B827EB${i.toString(16).toUpperCase().padStart(6, '0')}`;
  const links = [{ name: 'eth0', addresses: [{ address: `${base}.${from + i}`, prefix: 24 }] }];
  await new Responder({
    names: { instance: `Stentor S1 - ${serial}`, host: `stentor-${serial.toLowerCase()}` },
    services: [{ type: '_axis-audiosite._tcp', port: 80, txt: [`macaddress=${serial}`, 'model=Stentor S1'] }],
    links: () => links,
    open: openChannel,
    clock: systemClock,
    log: createLog(() => undefined),
    random: Math.random,
    named: () => {
      known.add(i);
      if (known.size === Number(count)) console.log('all are known');
    },
  }).start();
}
