/**
 * Run by a test in a network of its own, where three of ten datagrams are lost: calls with sipp in and out. Prints how
 * many were set up.
 */
import { execFileSync } from 'node:child_process';
import { startPeer } from './sip-peers.ts';
import { sipRig } from './sip-rig.ts';

const CALLS = 60;

execFileSync('ip', ['link', 'set', 'lo', 'up']);
execFileSync('nft', ['add', 'table', 'ip', 'loss']);
execFileSync('nft', ['add', 'chain', 'ip', 'loss', 'in', '{ type filter hook input priority 0; }']);
// Only SIP: how sound bears losses is another test. The input hook, or the sender would be told.
execFileSync('nft', 'add rule ip loss in udp sport 5000-6000 numgen random mod 100 < 30 drop'.split(' '));

const rig = await sipRig({
  settings: {
    'Stentor.SIP.Port': 5060,
    'Stentor.SIP.TLSPort': 5061,
    'Stentor.SIP.MaxCalls': 10,
  },
});
rig.sip.calls.onChange(call => {
  // A second call is not answered by itself.
  if (call.state === 'Ringing') setImmediate(() => call.state === 'Ringing' && rig.sip.calls.answer(call.id));
});

const inward = startPeer('sipp', [
  ...['-sn', 'uac', '127.0.0.1:5060', '-i', '127.0.0.1', '-p', '5500', '-m', String(CALLS), '-l', '8', '-r', '8'],
  ...['-d', '300', '-nostdin', '-trace_stat', '-fd', '1', '-stf', '/tmp/sip-loss.csv'],
]);
await inward.ended;
const answered = rig.changes().filter(change => change === 'Active AcceptedByDevice').length;
while (rig.sip.calls.running.length > 0) await new Promise(resolve => setTimeout(resolve, 200));

rig.happened.splice(0);
const outward = startPeer('sipp', ['-sn', 'uas', '-i', '127.0.0.1', '-p', '5600', '-nostdin']);
await new Promise(resolve => setTimeout(resolve, 1000));
const calls: string[] = [];
while (calls.length < CALLS || rig.sip.calls.running.length > 0) {
  if (calls.length < CALLS && !rig.sip.calls.isFull) calls.push(rig.sip.calls.make('sip:uas@127.0.0.1:5600'));
  for (const call of rig.sip.calls.running) if (call.state === 'Active') setTimeout(() => call.end(), 300);
  await new Promise(resolve => setTimeout(resolve, 100));
}
const taken = rig.changes().filter(change => change === 'Active AcceptedByRemote').length;
console.log(JSON.stringify({ incoming: answered, outgoing: taken }));
await outward.stop();
await rig.stop();
process.exit(0);
