import type { EventsCatalog } from '../../src/api/contract.ts';

const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter(name => !optional.includes(name)),
});
const TEXT = { type: 'string' };
const FLAG = { type: 'boolean' };
const MESSAGE = { type: 'string', maxLength: 8192, default: '' };

/** What an appliance with telephone, clips and a speaker test tells. */
export const CATALOG: EventsCatalog = {
  conditions: [
    {
      event: 'audio.clip-playing',
      title: 'Audio clip playing',
      group: 'Audio',
      kind: 'state',
      fields: object({ playing: FLAG, clip: TEXT, name: TEXT }, ['clip', 'name']),
    },
    {
      event: 'speakertest.result',
      title: 'Speaker test result',
      group: 'Speaker test',
      kind: 'pulse',
      fields: object({ status: { enum: ['OK', 'Failed'] }, reason: { type: 'string', default: '' } }),
    },
    {
      event: 'call.state',
      title: 'State',
      group: 'Call',
      kind: 'state',
      fields: object({
        source: { type: 'string', default: 'NetworkSpeaker' },
        state: { enum: ['Idle', 'Ringing', 'Active'] },
      }),
    },
    {
      event: 'call.dtmf',
      title: 'DTMF',
      group: 'Call',
      kind: 'pulse',
      fields: object({ event: TEXT, sequence: { type: 'string', default: '' } }),
    },
    {
      event: 'schedules.interval',
      title: 'Schedule',
      group: 'Time',
      kind: 'state',
      fields: object({ id: TEXT, name: TEXT, active: FLAG }),
    },
    {
      event: 'rules.virtual-input',
      title: 'Virtual input',
      group: 'I/O',
      kind: 'state',
      fields: object({ port: { type: 'integer' }, active: FLAG }),
    },
  ],
  actions: [
    {
      id: 'audio.play-clip',
      title: 'Play audio clip',
      holds: true,
      args: object({
        location: TEXT,
        repeat: { type: 'integer', minimum: -1, default: 0 },
        volume: { type: 'integer', minimum: 0, maximum: 1000, default: 100 },
      }),
    },
    { id: 'audio.stop-clip', title: 'Stop playing audio clip', holds: false, args: object({}) },
    { id: 'speakertest.run', title: 'Run automatic speaker test', holds: false, args: object({}) },
    { id: 'call.answer', title: 'Answer call', holds: false, args: object({}) },
    {
      id: 'notify.email',
      title: 'Send notification to email',
      holds: false,
      args: object({ recipient: { type: 'string', minLength: 1 }, subject: MESSAGE, message: MESSAGE }),
    },
  ],
};
