/** Programs that run in the other namespace of a room. */

/** A program for ONVIF that looks for devices; another probe, for cameras, must not be answered. */
export const PROBE = `
import { createSocket } from 'node:dgram';
const probe = (id, types) => \`<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><e:Header><w:MessageID>urn:uuid:\${id}</w:MessageID><w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To><w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header><e:Body><d:Probe><d:Types>\${types}</d:Types></d:Probe></e:Body></e:Envelope>\`;
const socket = createSocket('udp4');
socket.on('message', bytes => console.log(bytes.toString().replaceAll('\\n', '')));
socket.bind(0, () => {
  socket.send(probe(1, 'tds:Device'), 3702, '239.255.255.250');
  socket.send(probe(2, 'dn:NetworkVideoTransmitter'), 3702, '239.255.255.250');
});
setTimeout(() => process.exit(), 2000);
`;

/** Somebody who has the name already, and says so when he is asked. */
export const RIVAL = `
import { createRequire } from 'node:module';
import { createSocket } from 'node:dgram';
const { decode, encode } = createRequire('${new URL('../../package.json', import.meta.url).pathname}')('dns-packet');
const name = 'Rival._axis-audiosite._tcp.local';
const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.on('message', bytes => {
  const { type, questions } = decode(bytes);
  if (type !== 'query' || !questions.some(question => question.name === name)) return;
  const data = { port: 1234, target: 'rival.local', priority: 0, weight: 0 };
  socket.send(encode({ type: 'response', flags: 1024, answers: [{ type: 'SRV', name, ttl: 120, flush: true, data }] }), 5353, '224.0.0.251');
});
socket.bind(5353, () => {
  socket.addMembership('224.0.0.251', '10.44.0.2');
  socket.setMulticastInterface('10.44.0.2');
  socket.setMulticastTTL(255);
  console.log('here');
});
`;

/** Packets that are damaged, lie, or never end, to all three ports. */
export const noise = (name: string) => `
import { createSocket } from 'node:dgram';
let seed = 7391;
const random = most => Math.floor(((seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x80000000) * most);
const name = text => Buffer.concat([...text.split('.').flatMap(label => [Buffer.from([label.length]), Buffer.from(label)]), Buffer.from([0])]);
const query = Buffer.concat([Buffer.from('000000000001000000000000', 'hex'), name('_axis-audiosite._tcp.local'), Buffer.from('000c0001', 'hex')]);
const response = Buffer.concat([Buffer.from('000084000000000100000000', 'hex'), name('${name}._axis-audiosite._tcp.local'), Buffer.from('00218001000000780008000000000050c00c', 'hex')]);
const loop = Buffer.from('000000000001000000000000c00c000c0001', 'hex');
const search = Buffer.from('M-SEARCH * HTTP/1.1\\r\\nHOST: 239.255.255.250:1900\\r\\nMAN: "ssdp:discover"\\r\\nMX: 1\\r\\nST: ssdp:all\\r\\n\\r\\n');
const xml = Buffer.from('<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body><d:Probe xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"/></e:Body></e:Envelope>');
const bomb = Buffer.from('<!DOCTYPE a [<!ENTITY b "&c;&c;">]>' + '<a>'.repeat(2500));
const base = [[5353, query], [5353, response], [5353, loop], [1900, search], [3702, xml], [3702, bomb]];
const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.bind(5353, async () => {
  socket.setMulticastInterface('10.44.0.2');
  for (let i = 0; i < 6000; i++) {
    const [port, bytes] = base[i % base.length];
    const damaged = Buffer.from(bytes);
    for (let k = random(8); k > 0; k--) damaged[random(damaged.length)] = random(256);
    const cut = random(4) === 0 ? damaged.subarray(0, random(damaged.length)) : damaged;
    socket.send(random(50) === 0 ? Buffer.alloc(random(60000), random(256)) : cut, port, port === 5353 ? '224.0.0.251' : '239.255.255.250', () => undefined);
    if (i % 50 === 0) await new Promise(resolve => setTimeout(resolve, 5));
  }
  setTimeout(() => process.exit(), 300);
});
`;
