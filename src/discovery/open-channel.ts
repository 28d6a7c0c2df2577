import { createSocket, type Socket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import type { OpenChannel } from './channels.ts';

/** A UDP socket of the operating system in a multicast group on one link. */
export const openChannel: OpenChannel = async ({ group, link, family, received }) => {
  const socket = createSocket({ type: family === 4 ? 'udp4' : 'udp6', reuseAddr: true, ipv6Only: family === 6 });
  const address = family === 4 ? group.v4 : group.v6;
  const own = family === 4 ? (link.addresses.find(each => isIPv4(each.address))?.address ?? '') : `::%${link.name}`;
  try {
    await bound(socket, group.port);
    socket.addMembership(address, own);
    socket.setMulticastInterface(own);
    socket.setMulticastTTL(group.ttl);
    socket.setMulticastLoopback(true);
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('error', () => undefined); // a network that went away is noticed by its link
  // What was said last, a farewell, goes out before the socket closes.
  const state = { sending: 0, closing: false };
  const sent = () => {
    state.sending -= 1;
    if (state.closing && state.sending === 0) socket.close();
  };
  socket.on('message', (bytes, sender) => received(bytes, sender));
  return {
    link,
    family,
    send(bytes, to) {
      const { address: host, port } = to ?? {
        address: family === 4 ? group.v4 : `${group.v6}%${link.name}`,
        port: group.port,
      };
      if (state.closing) return;
      state.sending += 1;
      socket.send(bytes, port, host, sent);
    },
    close() {
      state.closing = true;
      if (state.sending === 0) socket.close();
    },
  };
};

const bound = (socket: Socket, port: number) =>
  new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
