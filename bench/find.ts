/**
 * How long it takes until fifty speakers are listed, each resolved to address and serial number: our finder beside
 * avahi-browse, in turns, in the same network namespace. Both are whole programs, from their start to their end.
 */
import { startAvahi } from '../test/support/avahi.ts';
import { netRoom } from '../test/support/net-room.ts';
import { spread } from './statistics.ts';

const COUNT = 50;
const ROUNDS = 7;
const path = (name: string) => new URL(name, import.meta.url).pathname;

const room = netRoom({ speaker: '10.44.0.1/24', other: '10.44.0.2/24' });
try {
  for (let i = 0; i < COUNT; i++)
    room.ip('-n', room.names.speaker, 'addr', 'add', `10.44.0.${10 + i}/24`, 'dev', 'eth0');
  const speakers = room.inside('speaker', process.execPath, [
    await room.bundled(path('../test/support/many-speakers.ts')),
  ]);
  await new Promise(resolve => speakers.stdout.once('data', resolve));
  const find = await room.bundled(path('../scripts/find.ts'));
  const avahi = startAvahi(room);
  while ((await avahi.browse('_axis-audiosite._tcp')) === '') await new Promise(resolve => setTimeout(resolve, 200));

  const ours: number[] = [];
  const theirs: number[] = [];
  const counts: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // A record is said to all once a second at the most.
    await new Promise(resolve => setTimeout(resolve, 1500));
    let began = performance.now();
    const { text } = await room.run('other', process.execPath, [find, '--json', '--seconds', '1.5']);
    ours.push(performance.now() - began);
    counts.ours.push((JSON.parse(text) as unknown[]).length);
    await new Promise(resolve => setTimeout(resolve, 1500));
    began = performance.now();
    const browsed = await avahi.browse('_axis-audiosite._tcp');
    theirs.push(performance.now() - began);
    counts.theirs.push(new Set(browsed.match(/macaddress=\w+/g)).size);
  }
  const [own, peer] = [spread(ours), spread(theirs)];
  console.log(
    `find          p50 ${own.p50.toFixed(0)} ms, p95 ${own.p95.toFixed(0)} ms, listed ${counts.ours.join(' ')} of ${COUNT}`,
  );
  console.log(
    `avahi-browse  p50 ${peer.p50.toFixed(0)} ms, p95 ${peer.p95.toFixed(0)} ms, listed ${counts.theirs.join(' ')} of ${COUNT}`,
  );
  console.log(`ratio of p50, find to avahi-browse: ${(own.p50 / peer.p50).toFixed(2)}`);
} finally {
  room.close();
}
process.exit(0);
