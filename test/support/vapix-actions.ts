import { type Action, defineAction } from '../../src/actions/index.ts';
import type { Rule } from '../../src/api/contract.ts';
import { invalid, notFound } from '../../src/core/fault.ts';
import { choice, integer, object, string } from '../../src/core/schema.ts';
import { virtualInput } from '../../src/rules/events.ts';
import type { ConfigurationRecord } from '../../src/vapix/actions/configurations.ts';
import { createActionService } from '../../src/vapix/actions/service.ts';
import { soapEndpoint } from '../../src/vapix/soap.ts';
import { parseXml, type XmlElement } from '../../src/vapix/soap-xml.ts';
import { ask, type Asked } from './exchange.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryFile } from './memory-file.ts';
import { notifyRig } from './notify-rig.ts';
import { call, ready } from './vapix-events.ts';
import { wrapped } from './vapix-soap.ts';

const playClip: Action = {
  ...defineAction({
    id: 'audio.play-clip',
    title: 'Play audio clip',
    args: object({
      location: string({ minLength: 1 }),
      repeat: integer({ minimum: -1, default: 0 }),
      volume: integer({ minimum: 0, maximum: 1000, default: 100 }),
      sourceClass: choice(['announcement', 'page'], { default: 'announcement' }),
    }),
    run: () => undefined,
  }),
  ...{ hold: () => () => undefined },
};
const say = defineAction({
  id: 'speech.say',
  title: 'Say a text',
  args: object({ text: string({ minLength: 1 }), volume: integer({ default: 100 }) }),
  run: () => undefined,
});
const stopClip = defineAction({ id: 'audio.stop-clip', title: 'Stop', args: object({}), run: () => undefined });

/** Rules that are kept in memory, and refuse an action of the name `refuse`. */
function fakeRules() {
  let rules: readonly Rule[] = [];
  let last = 0;
  return {
    list: () => rules,
    add: async (spec: Omit<Rule, 'id'>): Promise<Rule> => {
      if (spec.name === 'refuse') throw Object.assign(invalid('no', 'action.args.location'));
      const rule = { id: String(++last), ...spec };
      rules = [...rules, rule];
      return rule;
    },
    remove: async (id: string) => {
      if (!rules.some(rule => rule.id === id)) throw notFound(`no rule ${id}`);
      rules = rules.filter(rule => rule.id !== id);
    },
    change: (id: string, part: Partial<Rule>) => {
      rules = rules.map(rule => (rule.id === id ? { ...rule, ...part } : rule));
    },
  };
}

/** The action service over rules of memory and the speaker's own recipients. */
export async function fakeActionService() {
  const clock = new FakeClock();
  const rules = fakeRules();
  const notify = notifyRig({ clock });
  await notify.start();
  const file = memoryFile<ConfigurationRecord[]>([]);
  const catalog = [ready, virtualInput, call];
  const actions = [playClip, stopClip, say, ...notify.actions];
  const service = createActionService({ rules, notifier: notify.notifier, actions, catalog, file });
  await service.start();
  const routes = [soapEndpoint('/vapix/services', service.operations)];
  const send = (body: string, asked: Asked = {}) =>
    ask(routes, 'POST /vapix/services', { role: 'admin', body: wrapped(body), ...asked });
  return {
    rules,
    notifier: notify.notifier,
    file,
    send,
    /** The answer's own element. Throws where it is a fault. */
    call: async (name: string, inner = '', asked: Asked = {}): Promise<XmlElement> => {
      const { status, text } = await send(`<act:${name}>${inner}</act:${name}>`, asked);
      if (status !== 200) throw new Error(text);
      const answer = parseXml(text).children[0]?.children[0];
      if (answer?.name !== `${name}Response`) throw new Error(text);
      return answer;
    },
    /** The name of the fault that it is answered with. */
    faultOf: async (name: string, inner: string): Promise<string> => {
      const { status, text } = await send(`<act:${name}>${inner}</act:${name}>`);
      if (status === 200) throw new Error(`no fault: ${text}`);
      return /<(?:aa|wsnt):(\w+)Fault\/>/.exec(text)?.[1] ?? text;
    },
  };
}
