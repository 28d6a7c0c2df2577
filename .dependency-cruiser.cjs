/**
 * The floors of the house, see docs/architecture.md. A file may use the floors below its own, never one above it or
 * beside it, save through the doors listed here.
 */
const FLOORS = [
  ['core', 'dsp'], // words and arithmetic
  ['events', 'actions', 'settings', 'board', 'engine', 'linux'], // mechanisms: happen, do, set; hardware; the audio process; Linux
  [
    'http',
    'audio',
    'speech',
    'storage',
    'recordings',
    'certificates',
    'configuration',
    'system',
    'upgrade',
    'notify',
    'mqtt',
    'rules',
    'schedules',
    'diagnostics',
    'discovery',
    'sip',
    'speakertest',
    'firewall',
    'dot1x',
    'ssh',
    'ftp',
  ], // the web's door, and what the speaker does
  ['api'], // the page's own API
  ['vapix', 'ui'], // dialects; the page
];
/** Neighbours on the same floor that may be visited, through their index where they have one. */
const DOORS = { dsp: ['core'] };

const at = name => `^src/${name}/`;
const floorOf = name => FLOORS.findIndex(floor => floor.includes(name));
const all = FLOORS.flat();

const floors = all.map(name => {
  const allowed = all.filter(
    other => other === name || floorOf(other) < floorOf(name) || (DOORS[name] ?? []).includes(other),
  );
  return {
    name: `floor-of-${name}`,
    severity: 'error',
    from: { path: at(name) },
    to: { path: '^src/', pathNot: allowed.map(at) },
  };
});

const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    ...floors,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'through-the-index',
      severity: 'error',
      comment: 'core and dsp are shelves of single tools; every other folder is entered by its index.',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/(?!core|dsp)([^/]+)/(?!(index|contract)\\.ts)', pathNot: '^src/$1/' },
    },
    only('engine-by-contract', '^src/engine/', '^src/engine/(?!contract)'),
    only('drivers-only-from-main', '^src/(main\\.ts|board/)', '^src/board/(pi|virtual)/'),
    only('nobody-imports-the-page', '^src/ui/', '^src/ui/'),
    {
      name: 'page-imports-only-the-contract',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/', pathNot: ['^src/ui/', '^src/api/contract\\.ts$'] },
    },
    only('koa-only-in-http', '^src/http/', 'node_modules/(koa|@fastify/busboy)/'),
    only('sockets-only-in-http-and-mqtt', '^src/(http|mqtt)/', 'node_modules/ws/'),
    only('mqtt-only-in-mqtt', '^src/mqtt/', 'node_modules/mqtt/'),
    only('pins-only-in-board', '^src/board/pi/', 'node_modules/(onoff|epoll|rpio)/'),
    only('ajv-only-in-schema', '^src/core/schema\\.ts', 'node_modules/ajv/'),
    only('programs-only-through-core', '^src/core/process\\.ts', '^(node:)?child_process$'),
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '(contract|worklet)\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'types'], extensions: ['.ts', '.tsx', '.js'] },
  },
};
