import { execFileSync } from 'node:child_process';
import { lossyWay } from './lossy-way.ts';
import { netRoom } from './net-room.ts';

/** A network that loses three of ten datagrams, between telephones (`speaker`) and sipp (`peer`). */
export interface LossyNet {
  readonly speaker: string;
  readonly peer: string;
  /** What is put before a program at the peer's end. */
  readonly room: readonly string[];
  /** The names of its two networks; empty where we lose the datagrams ourselves. */
  readonly names: readonly string[];
}

/** Where two ports find each other, `host:port`. */
export interface Way {
  readonly speaker: string;
  readonly peer: string;
  stop(): void;
}

const PERCENT = 30;
const [SPEAKER, PEER] = ['10.79.0.1', '10.79.0.2'];
/** With it each INVITE is heard at least once of the seven times that it is sent: where none is, nobody can set up the call. */
const SEED = 3261;

/** Both ends on this machine, with a way between them for each two ports. */
export const RELAYED: LossyNet = { speaker: '127.0.0.1', peer: '127.0.0.1', room: [], names: [] };

/**
 * Two network namespaces whose kernel drops what arrives: who sends does not notice it, as with an output hook he would.
 * `inside` runs a script of ours at the speaker's end, and resolves with what it printed.
 */
export function lossyNet() {
  const room = netRoom({ speaker: `${SPEAKER}/24`, other: `${PEER}/24` });
  const names = Object.values(room.names);
  const rules = [
    'add table ip lossy',
    'add chain ip lossy arrives { type filter hook input priority 0; }',
    `add rule ip lossy arrives iifname eth0 meta l4proto udp counter numgen random mod 100 < ${PERCENT} counter drop`,
  ];
  for (const name of names) execFileSync('ip', ['netns', 'exec', name, 'nft', rules.join('; ')]);
  const net: LossyNet = { speaker: SPEAKER, peer: PEER, room: ['ip', 'netns', 'exec', room.names.other], names };
  return {
    async inside(script: string): Promise<string> {
      const { code, text } = await room.run('speaker', process.execPath, [
        '--import',
        'tsx',
        script,
        JSON.stringify(net),
      ]);
      if (code !== 0) throw new Error(text);
      return text;
    },
    /** Datagrams that came, and how many of them went no further. */
    count() {
      const all = names.map(name => execFileSync('ip', ['netns', 'exec', name, 'nft', 'list', 'table', 'ip', 'lossy']));
      const counted = all.map(text =>
        [...text.toString().matchAll(/packets (\d+)/g)].map(([, count]) => Number(count)),
      );
      const sum = (at: number) => counted.reduce((total, each) => total + (each[at] ?? 0), 0);
      return { came: sum(0), lost: sum(1) };
    },
    close: () => room.close(),
  };
}

/** The way between a telephone's port and one of sipp's. @param turn of several ways, which lose different datagrams */
export async function wayIn(net: LossyNet, ports: { speaker: number; peer: number }, turn = 0): Promise<Way> {
  if (net.names.length > 0)
    return { speaker: `${SPEAKER}:${ports.speaker}`, peer: `${PEER}:${ports.peer}`, stop: () => undefined };
  const way = await lossyWay({ ...ports, share: PERCENT / 100, seed: SEED + turn });
  return { speaker: `${net.speaker}:${way.speakerPort}`, peer: `${net.peer}:${way.peerPort}`, stop: () => way.stop() };
}
