import type { Readable } from 'node:stream';
import { type Fault, invalid } from '../core/fault.ts';
import { choice, object, type Schema, string } from '../core/schema.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { type InstallOptions, type RefusalReason, refusalReason, type Upgrades } from '../upgrade/index.ts';
import { answerJson, type JsonApi, type JsonMethod, jsonMethod, NO_PARAMS } from './json-api.ts';
import type { JsonError } from './json-errors.ts';

interface FirmwareDeps {
  readonly upgrades: Upgrades;
  /** The next start returns everything to the factory default; `soft` but for network settings and identity. */
  readonly prepareReset: (kind: 'soft' | 'hard') => Promise<unknown>;
}

const MODE = choice(['none', 'soft', 'hard'], { default: 'none' });
const UPGRADE = object({
  factoryDefaultMode: MODE,
  autoCommit: choice(['never', 'boot', 'started', 'default'], { default: 'default' }),
  /** Minutes, as text or number. */
  autoRollback: string({ pattern: '^(never|default|[1-9][0-9]{0,4})$', default: 'default' }),
});
const RESET = object({ factoryDefaultMode: choice(['soft', 'hard'], { default: 'soft' }) });

/** `firmwaremanagement.cgi`: upgrades and their commitment, going back, restart and factory default. */
export const firmwareManagementCgi = (deps: FirmwareDeps): Route => ({
  path: '/axis-cgi/firmwaremanagement.cgi',
  access: 'admin',
  handle: exchange => (isMultipart(exchange) ? upload(deps, exchange) : answerJson(api(deps), exchange)),
});

const isMultipart = ({ headers }: Exchange) => /^multipart\//i.test(headers['content-type'] ?? '');

async function upload(deps: FirmwareDeps, exchange: Exchange): Promise<Answer> {
  try {
    return await exchange.file(({ content, fields }) =>
      answerJson(api(deps, content), exchange, () => envelopeIn(fields)),
    );
  } catch (error) {
    // A body that is cut off, or has no file in it.
    return answerJson(api(deps), exchange, () => {
      throw error;
    });
  }
}

/** The JSON is the first part, under whatever name. */
function envelopeIn(fields: ReadonlyMap<string, string>): unknown {
  try {
    return JSON.parse([...fields.values()][0] ?? '') as unknown;
  } catch {
    return undefined;
  }
}

const api = (deps: FirmwareDeps, file?: Readable): JsonApi => ({
  path: '/axis-cgi/firmwaremanagement.cgi',
  version: '1.5',
  errors: 'firmware',
  methods: { ...upgradeMethods(deps, file), ...deviceMethods(deps) },
  explain,
});

/** A method without parameters that answers nothing but that it was done. */
const act = (run: () => unknown): JsonMethod =>
  jsonMethod({
    access: 'admin',
    params: NO_PARAMS,
    run: async () => {
      await run();
      return {};
    },
  });

const upgradeMethods = ({ upgrades }: FirmwareDeps, file: Readable | undefined): Record<string, JsonMethod> => ({
  status: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => statusOf(upgrades) }),
  upgrade: jsonMethod({
    access: 'admin',
    params: UPGRADE,
    run: async (params, { signal }) => {
      if (file === undefined) throw invalid('the release must be the second part of a multipart body', 'file');
      const options = optionsOf(params);
      await upgrades.receive(file, signal);
      return { firmwareVersion: await installed(upgrades, options) };
    },
  }),
  commit: jsonMethod({
    access: 'admin',
    params: NO_PARAMS,
    run: async () => {
      await upgrades.commit();
      return { firmwareVersion: upgrades.status().version };
    },
  }),
  rollback: act(() => upgrades.rollback()),
  purge: act(() => purge(upgrades)),
  stopAuto: act(() => upgrades.stopAuto()),
});

const deviceMethods = ({ upgrades, prepareReset }: FirmwareDeps): Record<string, JsonMethod> => ({
  reboot: act(() => upgrades.reboot()),
  factoryDefault: jsonMethod({
    access: 'admin',
    params: RESET,
    run: async ({ factoryDefaultMode }) => {
      await prepareReset(factoryDefaultMode);
      upgrades.reboot();
      return {};
    },
  }),
});

type UpgradeParams = typeof UPGRADE extends Schema<infer T> ? T : never;

const optionsOf = ({ factoryDefaultMode, autoCommit, autoRollback }: UpgradeParams): InstallOptions => ({
  factoryDefault: factoryDefaultMode,
  autoCommit,
  autoRollback: autoRollback === 'never' || autoRollback === 'default' ? autoRollback : Number(autoRollback),
});

/** What was refused leaves no release behind that waits for another answer. */
async function installed(upgrades: Upgrades, options: InstallOptions): Promise<string> {
  try {
    return (await upgrades.install(options)).version;
  } catch (error) {
    if (upgrades.status().phase === 'ready') await upgrades.discard();
    throw error;
  }
}

/** To remove what is not there is done at once. */
async function purge(upgrades: Upgrades): Promise<void> {
  const { previous, committed } = upgrades.status();
  if (previous !== undefined || !committed) await upgrades.purge();
}

/** Most is only told while there is another version that one could go back to. */
function statusOf(upgrades: Upgrades) {
  const { version, previous, committed, commits, rollbackInS, lastUpgradeAt } = upgrades.status();
  const active = { activeFirmwareVersion: version, activeFirmwarePart: version };
  if (previous === undefined) return active;
  return {
    ...active,
    inactiveFirmwareVersion: previous,
    isCommited: committed,
    ...(commits ? { pendingCommit: 'started' } : {}),
    ...(rollbackInS === undefined ? {} : { timeToRollback: rollbackInS }),
    ...(lastUpgradeAt === undefined ? {} : { lastUpgradeAt }),
  };
}

/** VAPIX's number and words for each reason; our own follow after a colon. */
const REFUSALS: Readonly<Record<RefusalReason, readonly [code: number, message: string]>> = {
  'not-a-release': [415, 'Upgrade failed due to invalid image'],
  damaged: [415, 'Upgrade failed due to invalid image'],
  unsigned: [422, 'Upgrade failed due to image missing a mandatory digital signature'],
  foreign: [424, 'Upgrade failed due to image referencing an unknown custom firmware certificate'],
  'wrong-product': [421, 'Upgrade failed due to image not matching device'],
  older: [409, 'Upgrade without factory default not allowed to an older firmware version'],
  step: [409, 'Upgrade not allowed from this firmware version'],
  revoked: [410, 'Upgrade failed due to firmware version revoked'],
  uncommitted: [412, 'Active firmware is uncommitted'],
};

function explain(fault: Fault): JsonError | undefined {
  const reason = refusalReason(fault);
  if (reason !== undefined) {
    const [code, message] = REFUSALS[reason];
    return { code, message: `${message}: ${fault.message}` };
  }
  if (fault.kind === 'not-found') return { code: 404, message: 'No old firmware exists to rollback to' };
  if (fault.kind === 'busy')
    return { code: 423, message: `System is busy with another firmware management request: ${fault.message}` };
  if (fault.kind === 'invalid' || fault.kind === 'forbidden') return undefined;
  return { code: 500, message: `Unexpected internal error: ${fault.message}` };
}
