import type { Packet } from 'mqtt';

/** A packet as a line of the dialogue, without passwords and payloads. */
export function packetWords(packet: Packet): string {
  const name = packet.cmd.toUpperCase();
  if (packet.cmd === 'connect') return `${name} ${connectWords(packet)}`;
  if (packet.cmd === 'connack') return `${name} return code ${packet.returnCode ?? 0}`;
  if (packet.cmd === 'publish') return `${name} ${packet.topic}, QoS ${packet.qos}${packet.retain ? ', retained' : ''}`;
  return name;
}

type ConnectPacket = Extract<Packet, { cmd: 'connect' }>;

const connectWords = ({ clientId, username, password, keepalive = 0, clean, will }: ConnectPacket) =>
  [
    `client id ${clientId}`,
    ...(username === undefined ? [] : [`user ${username}`]),
    ...(password === undefined ? [] : ['password •••']),
    `keep-alive ${keepalive} s`,
    clean === true ? 'clean session' : 'session is kept',
    ...(will === undefined ? [] : [`last will on ${will.topic}`]),
  ].join(', ');
