import { Fault, invalid } from '../core/fault.ts';
import type { Answer, Route } from '../http/index.ts';
import { badRequest, plain } from './answers.ts';
import { NAMESPACES } from './namespaces.ts';
import type { SoapOperation } from './soap.ts';
import { SoapFault } from './soap.ts';
import { isTrue, type XmlElement, textIn } from './soap-xml.ts';
import type { PortStep, PortSteps } from './virtual-inputs.ts';
import { escapeXml } from './xml.ts';

/** The version of the answers' schema. */
const SCHEMA = { major: '1', minor: '1' };
/** As long as a timer can wait: 24 days, s. */
const LONGEST_S = 2_147_483;
/** Steps that one `action=` may have. */
const MOST_STEPS = 64;

/** Codes of the virtual input API for what goes wrong. */
const CODE = { missing: 10, 'no-port': 20, version: 30, internal: 40, duration: 50 } as const;

class Problem extends Fault {
  readonly code: number;

  constructor(problem: keyof typeof CODE, message: string) {
    super('invalid', message);
    this.code = CODE[problem];
  }
}

/** `virtualinput/activate.cgi` and its neighbours, and the older `io/virtualinput.cgi`, the manual trigger. */
export const virtualInputCgis = (ports: PortSteps): Route[] => [
  cgi('activate', args => {
    const holdMs = durationMs(args);
    const steps: PortStep[] = holdMs === undefined ? [{ active: true }] : [{ active: true, holdMs }, { active: false }];
    return changed('Activate', run(ports, args, steps));
  }),
  cgi('deactivate', args => changed('Deactivate', run(ports, args, [{ active: false }]))),
  {
    ...cgi('getschemaversions', () => ''),
    handle: () =>
      document(
        `<Success><GetSchemaVersionsSuccess><SchemaVersion><MajorVersion>${SCHEMA.major}</MajorVersion><MinorVersion>${SCHEMA.minor}</MinorVersion><Deprecated>false</Deprecated></SchemaVersion></GetSchemaVersionsSuccess></Success>`,
      ),
  },
  {
    path: '/axis-cgi/io/virtualinput.cgi',
    methods: ['GET', 'POST'],
    access: 'viewer',
    handle: async exchange => {
      const { port, steps } = stepsIn((await exchange.args()).get('action') ?? '');
      ports.run(port, steps);
      return plain('OK\n');
    },
    refuse: badRequest,
  },
];

const cgi = (name: string, act: (args: URLSearchParams) => string): Route => ({
  path: `/axis-cgi/virtualinput/${name}.cgi`,
  methods: ['GET', 'POST'],
  access: 'operator',
  handle: async exchange => {
    const args = await exchange.args();
    checkVersion(args);
    return document(act(args));
  },
  refuse,
});

function checkVersion(args: URLSearchParams): void {
  const version = needed(args, 'schemaversion');
  if (version !== SCHEMA.major) throw new Problem('version', `the schema version ${version} is not supported`);
}

function needed(args: URLSearchParams, name: string): string {
  const value = args.get(name) ?? '';
  if (value === '') throw new Problem('missing', `${name} is missing`);
  return value;
}

function run(ports: PortSteps, args: URLSearchParams, steps: readonly PortStep[]): boolean {
  const text = needed(args, 'port');
  try {
    return ports.run(/^\d{1,4}$/.test(text) ? Number(text) : 0, steps);
  } catch (error) {
    if (error instanceof Fault && error.kind === 'not-found') {
      throw new Problem('no-port', `there is no virtual input ${text}`);
    }
    throw error;
  }
}

function durationMs(args: URLSearchParams): number | undefined {
  const text = args.get('duration') ?? '';
  if (text === '') return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) > LONGEST_S) {
    throw new Problem('duration', `duration must be a number of seconds from 0 to ${LONGEST_S}`);
  }
  return Number(text) * 1000;
}

/** `6:/2000\`: a port, 1 unless told, and then raise, wait so many ms, lower. */
function stepsIn(action: string): { readonly port: number; readonly steps: readonly PortStep[] } {
  const [, port = '1', rest = ''] = /^(?:(\d{1,4}):)?([/\\].*)$/.exec(action) ?? [];
  const parts = [...rest.matchAll(/([/\\])(\d{1,9})?/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join('') === rest;
  if (!isWhole || parts.length > MOST_STEPS) {
    throw invalid('action must be like 6:/2000\\ : port, / for active or \\ for inactive, milliseconds', 'action');
  }
  const steps = parts.map(([, mark, wait], i): PortStep => {
    const holdMs = wait === undefined && i < parts.length - 1 ? 0 : wait === undefined ? undefined : Number(wait);
    return { active: mark === '/', ...(holdMs === undefined ? {} : { holdMs }) };
  });
  return { port: Number(port), steps };
}

const changed = (verb: string, isChanged: boolean) =>
  `<Success><${verb}Success><StateChanged>${isChanged}</StateChanged></${verb}Success></Success>`;

const NAMESPACE = 'http://www.axis.com/vapix/http_cgi/virtualinput1';

const document = (inner: string): Answer => ({
  type: 'text/xml',
  body: `<?xml version="1.0" encoding="utf-8"?>\n<VirtualInputResponse xmlns="${NAMESPACE}" xmlns:xsi="${NAMESPACES.xsi}" SchemaVersion="${SCHEMA.major}.${SCHEMA.minor}" xsi:schemaLocation="${NAMESPACE} ${NAMESPACE}_0.xsd">${inner}</VirtualInputResponse>\n`,
});

/** Errors are 200 too, as all of this API; a role that does not suffice is a 401. */
function refuse(fault: Fault): Answer {
  if (fault.kind === 'forbidden') return { ...plain(`401 Unauthorized\n${fault.message}\n`), status: 401 };
  const code = fault instanceof Problem ? fault.code : CODE.internal;
  return document(
    `<Error><GeneralError><ErrorCode>${code}</ErrorCode><ErrorDescription>${escapeXml(fault.message)}</ErrorDescription></GeneralError></Error>`,
  );
}

/** `ChangeVirtualInputState` of the event service (event1). */
export const changeVirtualInput = (ports: PortSteps): SoapOperation => ({
  namespace: NAMESPACES.aev,
  name: 'ChangeVirtualInputState',
  access: 'operator',
  run: request => {
    const isChanged = ports.run(portIn(request), [{ active: isTrue(textIn(request, 'active'), 'active') }]);
    return `<aev:ChangeVirtualInputStateResponse><aev:stateChanged>${isChanged}</aev:stateChanged></aev:ChangeVirtualInputStateResponse>`;
  },
});

function portIn(request: XmlElement): number {
  const text = textIn(request, 'port');
  if (!/^\d{1,4}$/.test(text)) {
    throw new SoapFault('invalid', 'port must be a number', { subcodes: ['ter:InvalidArgVal'] });
  }
  return Number(text);
}
