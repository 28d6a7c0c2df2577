import type { Action } from '../../actions/index.ts';
import { parse, type Schema } from '../../core/schema.ts';
import { actionFault } from './faults.ts';
import { canTell, type Parameter, type Values, YES_NO } from './parameters.ts';

/** One action under the vendor's name, or one that only we have under a name of our own. */
export interface ActionTemplate {
  readonly token: string;
  /** Id of our action. */
  readonly action: string;
  /** It lasts while the rule is active: the vendor's "unlimited". */
  readonly hold: boolean;
  /** The template of the recipients that it goes to; their parameters stand among its own. */
  readonly recipient?: string;
  readonly parameters: readonly Parameter[];
}

/** An action as a rule has it. */
export interface ChosenAction {
  readonly id: string;
  readonly args: Values;
  readonly hold: boolean;
}

const text = (name: string, field = name): Parameter => ({ name, type: 'xsd:string', field });
const number = (name: string, field = name): Parameter => ({ name, type: 'xsd:int', field });
const unused = (name: string, words: readonly string[]): Parameter => ({ name, type: 'xsd:int', unused: words });

const CLIP: readonly Parameter[] = [
  text('location'),
  number('repeat'),
  number('volume'),
  // There is one device with one output; the last is the deprecated way to name it.
  unused('audiodeviceid', ['0']),
  unused('audiooutputid', ['0']),
  unused('audiooutput', ['', '0', '1']),
];

const WEB: readonly Parameter[] = [
  text('message'),
  text('parameters'),
  text('method'),
  text('http_headers', 'headers'),
  text('body'),
];

/** The only LED. */
const LED: readonly Parameter[] = [
  { name: 'led', type: 'xsd:string', unused: ['statusled'] },
  { name: 'color', type: 'xsd:string', field: 'color', words: { green: 'green', amber: 'amber', red: 'red' } },
  number('interval'),
];

const both = (name: string, rest: Omit<ActionTemplate, 'token' | 'hold'>): readonly ActionTemplate[] => [
  { token: `com.axis.action.fixed.${name}`, hold: false, ...rest },
  { token: `com.axis.action.unlimited.${name}`, hold: true, ...rest },
];

const fixed = (name: string, rest: Omit<ActionTemplate, 'token' | 'hold'>): ActionTemplate => ({
  token: `com.axis.action.fixed.${name}`,
  hold: false,
  ...rest,
});

/** What the vendor has a name for. Those whose action, or a way of it, is not there are not offered. */
const VENDORS: readonly ActionTemplate[] = [
  ...both('play.audioclip', { action: 'audio.play-clip', parameters: CLIP }),
  fixed('stop.audioclip', { action: 'audio.stop-clip', parameters: [] }),
  fixed('notification.http', { action: 'notify.http', recipient: 'com.axis.recipient.http', parameters: WEB }),
  fixed('notification.https', { action: 'notify.https', recipient: 'com.axis.recipient.https', parameters: WEB }),
  fixed('notification.smtp', {
    action: 'notify.email',
    recipient: 'com.axis.recipient.smtp',
    parameters: [text('subject'), text('message')],
  }),
  fixed('notification.tcp', {
    action: 'notify.tcp',
    recipient: 'com.axis.recipient.tcp',
    parameters: [text('message'), unused('period', ['', '0'])],
  }),
  {
    token: 'com.axis.action.unlimited.notification.tcp',
    hold: true,
    action: 'notify.tcp',
    recipient: 'com.axis.recipient.tcp',
    parameters: [text('message'), number('period')],
  },
  fixed('mqttpublish', {
    action: 'mqtt.publish',
    parameters: [
      text('topic'),
      // The topic is taken as it is written.
      { name: 'use_device_prefix', type: 'xsd:boolean', unused: ['0', 'false'] },
      text('payload'),
      number('qos'),
      { name: 'retained', type: 'xsd:boolean', field: 'retain', words: YES_NO },
    ],
  }),
  fixed('ledcontrol', { action: 'system.flash-led', parameters: [...LED, number('duration', 'seconds')] }),
  {
    token: 'com.axis.action.unlimited.ledcontrol',
    hold: true,
    action: 'system.flash-led',
    parameters: [...LED, { name: 'duration', type: 'xsd:int', unused: 'anything' }],
  },
  fixed('sip', { action: 'call.make', parameters: [text('to'), text('sip_account_id', 'account')] }),
  fixed('autospeakertest.performtest', { action: 'speakertest.run', parameters: [] }),
];

/** The templates of the actions that there are: the vendor's first, then one of our own for each action. */
export class ActionTemplates {
  readonly #templates: readonly ActionTemplate[];
  readonly #actions: ReadonlyMap<string, Action>;

  constructor(actions: readonly Action[]) {
    this.#actions = new Map(actions.map(action => [action.id, action]));
    this.#templates = [
      ...VENDORS.filter(template => isOffered(template, this.#actions.get(template.action))),
      ...actions.flatMap(ownTemplates),
    ];
  }

  list(): readonly ActionTemplate[] {
    return this.#templates;
  }

  /** @throws SoapFault */
  get(token: string): ActionTemplate {
    const found = this.#templates.find(template => template.token === token);
    if (found === undefined)
      throw actionFault('ActionTemplateNotFound', `there is no action template ${token.slice(0, 80)}`);
    return found;
  }

  /** The action with its arguments checked and its defaults filled in. @throws Fault `invalid` */
  action({ action: id, hold }: ActionTemplate, values: Values): ChosenAction {
    const schema = this.#actions.get(id)?.args ?? {};
    return { id, args: parse(schema, values, id) as Values, hold };
  }

  /** What can tell an action in full; undefined for one that is gone. */
  templateFor({ id, args, hold }: ChosenAction): ActionTemplate | undefined {
    const schema = this.#actions.get(id)?.args ?? {};
    return this.#templates.find(template => {
      const parameters: readonly Parameter[] =
        template.recipient === undefined
          ? template.parameters
          : [...template.parameters, { name: 'recipient', type: 'xsd:string', field: 'recipient' }];
      return template.action === id && template.hold === hold && canTell(args, parameters, defaultsOf(schema));
    });
  }
}

type Properties = Readonly<Record<string, Schema<unknown>>>;

const propertiesOf = (schema: Schema<unknown>) => (schema['properties'] ?? {}) as Properties;

const defaultsOf = (schema: Schema<unknown>): Values =>
  Object.fromEntries(Object.entries(propertiesOf(schema)).map(([name, each]) => [name, each['default']]));

/** Whether there is such an action, it can last where it must, and it has all fields that are told. */
function isOffered({ hold, parameters }: ActionTemplate, action: Action | undefined): boolean {
  if (action === undefined || (hold && !canHold(action))) return false;
  const fields = propertiesOf(action.args);
  return parameters.every(({ field }) => field === undefined || Object.hasOwn(fields, field));
}

const canHold = ({ hold }: Action) => hold !== undefined;

function ownTemplates(action: Action): readonly ActionTemplate[] {
  const parameters = Object.entries(propertiesOf(action.args)).map(ownParameter);
  const own = (way: string, hold: boolean) => ({
    token: `stentor.action.${way}.${action.id}`,
    action: action.id,
    hold,
    parameters,
  });
  return canHold(action) ? [own('fixed', false), own('unlimited', true)] : [own('fixed', false)];
}

const TYPES: Readonly<Record<string, Parameter['type']>> = {
  integer: 'xsd:int',
  number: 'xsd:float',
  boolean: 'xsd:boolean',
};

function ownParameter([name, schema]: [string, Schema<unknown>]): Parameter {
  const kind = String(schema['type']);
  return {
    name,
    field: name,
    type: TYPES[kind] ?? 'xsd:string',
    ...(kind === 'boolean' ? { words: YES_NO } : {}),
    ...(kind === 'array' || kind === 'object' ? { isJson: true } : {}),
    ...(/key$|password/i.test(name) ? { secret: true } : {}),
  };
}
