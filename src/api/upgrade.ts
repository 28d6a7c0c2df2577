import { inBackground } from '../core/background.ts';
import { notFound } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { choice, integer, object, optional, type Schema } from '../core/schema.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { type InstallOptions, PLAIN_UPGRADE, type Upgrades } from '../upgrade/index.ts';
import { attachment } from './attachment.ts';
import type { InstallUpgrade, Upgrade } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface UpgradeDeps {
  readonly upgrades: Upgrades;
  readonly log: Log;
}

const INSTALL: Schema<InstallUpgrade> = object({
  factoryDefault: optional(choice(['none', 'hard'])),
  rollbackMinutes: optional(integer({ minimum: 1, maximum: 1440 })),
});

/** Upgrades of Stentor OS: the release that waits, its installation, going back. */
export const upgradeRoutes = ({ upgrades, log }: UpgradeDeps): Route[] => {
  const told = (status?: number): Answer => json(upgrades.status() satisfies Upgrade, status);
  const route = (method: 'GET' | 'POST' | 'DELETE', path: string, handle: Route['handle']): Route => ({
    path: `/api/upgrade${path}`,
    methods: [method],
    access: 'admin',
    handle,
  });
  const post = (path: string, act: (exchange: Exchange) => unknown) =>
    route('POST', path, async exchange => {
      await act(exchange);
      return told();
    });
  return [
    route('GET', '', () => told()),
    post('/bundle', exchange => exchange.file(({ content }) => upgrades.receive(content, exchange.signal))),
    route('DELETE', '/bundle', async () => {
      await upgrades.discard();
      return told();
    }),
    route('POST', '/install', async exchange => {
      const options = optionsOf(await bodyOf(INSTALL, exchange));
      upgrades.checkInstall(options);
      // It takes a minute; the page follows it by asking.
      inBackground(log, 'the installation', () => upgrades.install(options));
      return told(202);
    }),
    post('/commit', () => upgrades.commit()),
    post('/rollback', () => upgrades.rollback()),
    post('/purge', () => upgrades.purge()),
    post('/acknowledge', () => upgrades.acknowledge()),
    route('GET', '/log', () => failureLog(upgrades)),
  ];
};

const optionsOf = ({ factoryDefault = 'none', rollbackMinutes }: InstallUpgrade): InstallOptions => ({
  ...PLAIN_UPGRADE,
  factoryDefault,
  ...(rollbackMinutes === undefined ? {} : { autoRollback: rollbackMinutes }),
});

async function failureLog(upgrades: Upgrades): Promise<Answer> {
  const log = await upgrades.failureLog();
  const version = upgrades.status().failure?.version;
  if (log === undefined || version === undefined) throw notFound('no log of a failed upgrade was kept');
  const headers = { 'Content-Disposition': attachment(`stentor-upgrade-${version}.log`) };
  return { type: 'text/plain', body: log, headers };
}
