import { execFileSync } from 'node:child_process';

/** Who is where: a server in the open, and two behind a router each. */
export const OPEN = '203.0.113.1';
export const ENDS = { a: '10.77.1.2', b: '10.77.2.2' } as const;
const NOBODY = '203.0.113.254';
export type End = keyof typeof ENDS;

interface Router {
  /** Another port for each destination, which no one can guess: a symmetric NAT. */
  readonly isSymmetric?: boolean;
  /** Lets out by TCP only. */
  readonly isTcpOnly?: boolean;
}

export interface NatNet {
  /** What `ip netns exec` is given, for the server or one of the two. */
  readonly room: (of: 'open' | End) => readonly string[];
  stop(): void;
}

let made = 0;

/** Three networks of this machine, of which two are behind routers that hide addresses (nft masquerade). */
export function natNet(routers: Readonly<Record<End, Router>>): NatNet {
  const prefix = `st${process.pid}x${made++}`;
  const name = (of: string) => `${prefix}${of}`;
  const ip = (...args: string[]) => execFileSync('ip', args);
  const within = (of: string, ...args: string[]) => execFileSync('ip', ['netns', 'exec', name(of), ...args]);
  const rooms = ['open', 'a', 'b', 'ra', 'rb'];
  for (const of of rooms) {
    ip('netns', 'add', name(of));
    within(of, 'ip', 'link', 'set', 'lo', 'up');
  }
  within('open', 'ip', 'link', 'add', 'br0', 'type', 'bridge');
  within('open', 'ip', 'addr', 'add', `${OPEN}/24`, 'dev', 'br0');
  within('open', 'ip', 'link', 'set', 'br0', 'up');
  // What goes elsewhere is lost there, as in the open.
  within('open', 'ip', 'neigh', 'add', NOBODY, 'lladdr', '02:00:00:00:00:01', 'dev', 'br0');
  within('open', 'ip', 'route', 'add', 'default', 'via', NOBODY);
  for (const [at, end] of (['a', 'b'] as const).entries()) {
    const router = `r${end}`;
    const inside = ENDS[end].replace(/\.2$/, '.1');
    ip(
      'link',
      'add',
      name(`o${end}`),
      'netns',
      name('open'),
      'type',
      'veth',
      'peer',
      'name',
      'out',
      'netns',
      name(router),
    );
    ip('link', 'add', 'in', 'netns', name(router), 'type', 'veth', 'peer', 'name', 'eth', 'netns', name(end));
    within('open', 'ip', 'link', 'set', name(`o${end}`), 'master', 'br0', 'up');
    within(router, 'ip', 'addr', 'add', `203.0.113.${10 + at}/24`, 'dev', 'out');
    within(router, 'ip', 'addr', 'add', `${inside}/24`, 'dev', 'in');
    within(end, 'ip', 'addr', 'add', `${ENDS[end]}/24`, 'dev', 'eth');
    for (const [of, link] of [
      [router, 'out'],
      [router, 'in'],
      [end, 'eth'],
    ] as const)
      within(of, 'ip', 'link', 'set', link, 'up');
    within(end, 'ip', 'route', 'add', 'default', 'via', inside);
    within(router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    within(router, 'nft', rulesOf(routers[end]));
  }
  return {
    room: of => ['ip', 'netns', 'exec', name(of)],
    stop() {
      for (const of of rooms) ip('netns', 'del', name(of));
    },
  };
}

/** Nobody comes in from outside, as with every router at home. */
const rulesOf = ({ isSymmetric = false, isTcpOnly = false }: Router) =>
  [
    'add table ip r',
    'add chain ip r post { type nat hook postrouting priority 100; }',
    `add rule ip r post oifname out masquerade ${isSymmetric ? 'fully-random' : ''}`,
    'add chain ip r through { type filter hook forward priority 0; policy drop; }',
    'add rule ip r through ct state established,related accept',
    `add rule ip r through iifname in ${isTcpOnly ? 'meta l4proto tcp' : ''} accept`,
    // A router does not answer for what it hides.
    'add chain ip r own { type filter hook input priority 0; policy accept; }',
    'add rule ip r own iifname out udp dport 1024-65535 drop',
  ].join('; ');
