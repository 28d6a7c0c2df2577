/** `npm run bench -- trigger|glitches|recovery|mixer|soak|paging|boot|speakertest|analysis|rules|sync|echo|sip|find|http [arguments]`. */
const BENCHES = [
  'trigger',
  'glitches',
  'recovery',
  'mixer',
  'soak',
  'paging',
  'boot',
  'speakertest',
  'analysis',
  'rules',
  'sync',
  'echo',
  'sip',
  'find',
  'http',
];

const [name = 'trigger'] = process.argv.splice(2, 1);
if (!BENCHES.includes(name)) throw new Error(`there are: ${BENCHES.join(', ')}`);
await import(`./${name}.ts`);
export {};
