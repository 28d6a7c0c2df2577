import { Fault } from '../core/fault.ts';
import { boolean, choice, integer, string } from '../core/schema.ts';
import { defineParam, type ParamDef, type ParamStore } from '../settings/index.ts';
import type { Dot1x } from './dot1x.ts';
import type { Dot1xStatus } from './progress.ts';
import type { Dot1xSettings } from './settings.ts';

const GROUP = 'Network.Interface.I0.dot1x';
const RIGHTS = { read: 'admin', write: 'admin' } as const;

const ENABLED = defineParam({
  path: `${GROUP}.Enabled`,
  title: 'Enabled',
  schema: boolean(),
  value: false,
  hint: 'switch',
  ...RIGHTS,
});
const EAPOL_VERSION = defineParam({
  path: `${GROUP}.EAPOLVersion`,
  title: 'EAPOL version',
  schema: integer({ minimum: 1, maximum: 3 }),
  value: 3,
  ...RIGHTS,
});
const IDENTITY = defineParam({
  path: `${GROUP}.EAPTLS.Identity`,
  title: 'Identity',
  schema: string({ maxLength: 128 }),
  value: '',
  ...RIGHTS,
});
const STATUS = defineParam({
  path: `${GROUP}.Status`,
  title: 'Status',
  schema: choice(['Stopped', 'Connecting', 'Unauthorized', 'Authorized']),
  value: 'Stopped',
  read: 'admin',
  write: 'never',
});

export const DOT1X_PARAMS: readonly ParamDef[] = [ENABLED, EAPOL_VERSION, IDENTITY, STATUS];

/** What VAPIX calls it. */
export const VAPIX_STATUS = {
  stopped: 'Stopped',
  connecting: 'Connecting',
  authenticating: 'Connecting',
  authenticated: 'Authorized',
  failed: 'Unauthorized',
} as const satisfies Readonly<Record<Dot1xStatus['status'], string>>;

/** Which field of the settings a parameter is. */
const FIELDS: Readonly<Record<string, keyof Dot1xSettings>> = {
  [ENABLED.path]: 'enabled',
  [EAPOL_VERSION.path]: 'eapolVersion',
  [IDENTITY.path]: 'identity',
};

/** Lets 802.1X keep its parameters. */
export function keepDot1xParams(params: ParamStore, dot1x: Dot1x): void {
  params.provide(ENABLED, () => dot1x.settings.enabled);
  params.provide(EAPOL_VERSION, () => dot1x.settings.eapolVersion);
  params.provide(IDENTITY, () => dot1x.settings.identity);
  params.provide(STATUS, () => VAPIX_STATUS[dot1x.status.status]);
  params.own(Object.keys(FIELDS), changes => take(dot1x, changes));
}

async function take(dot1x: Dot1x, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const change = Object.fromEntries(
    Object.entries(changes).map(([path, value]) => [FIELDS[path], value]),
  ) as Partial<Dot1xSettings>;
  try {
    await dot1x.change(change);
  } catch (error) {
    if (!(error instanceof Fault) || error.field === undefined) throw error;
    const { kind, message, field } = error;
    const path = Object.keys(FIELDS).find(each => FIELDS[each] === field);
    throw new Fault(kind, message, { field: path ?? ENABLED.path, cause: error });
  }
}
