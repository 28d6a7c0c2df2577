import type { Channel, ChannelWish, OpenChannel } from '../../src/discovery/channels.ts';
import type { Link } from '../../src/discovery/links.ts';

/** A network in memory that all share who open channels here; packets arrive at once, at the sender as well. */
export class Wire {
  /** All packets, the sender first. */
  readonly packets: { readonly from: string; readonly to: string; readonly bytes: Buffer }[] = [];
  readonly #open = new Set<ChannelWish & { readonly address: string }>();

  /** Sockets of one computer. */
  readonly open: OpenChannel = async wish => {
    const address = wish.link.addresses.find(each => each.address.includes(':') === (wish.family === 6))?.address ?? '';
    const end = { ...wish, address };
    this.#open.add(end);
    const channel: Channel = {
      link: wish.link,
      family: wish.family,
      send: (bytes, to) =>
        this.send(bytes, { from: { address, port: wish.group.port }, to, group: wish.group.port, family: wish.family }),
      close: () => void this.#open.delete(end),
    };
    return channel;
  };

  /** Puts a packet on the wire, from anybody. */
  send(bytes: Uint8Array, { from, to, group, family = 4 }: Sending): void {
    const copy = Buffer.from(bytes);
    this.packets.push({ from: from.address, to: to?.address ?? 'all', bytes: copy });
    const port = to?.port ?? group;
    const heard = [...this.#open].filter(
      end => end.group.port === port && end.family === family && (to === undefined || to.address === end.address),
    );
    for (const end of heard) end.received(copy, from);
  }
}

interface Sending {
  readonly from: { readonly address: string; readonly port: number };
  /** All of the group unless told. */
  readonly to?: { readonly address: string; readonly port: number } | undefined;
  /** The group's port. */
  readonly group: number;
  readonly family?: 4 | 6;
}

export const link = (address: string, name = 'eth0'): Link => ({
  name,
  addresses: [{ address, prefix: address.includes(':') ? 64 : 24 }],
});
