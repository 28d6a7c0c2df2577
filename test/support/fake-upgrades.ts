import { buffer } from 'node:stream/consumers';
import { Fault } from '../../src/core/fault.ts';
import type { Bundle, Upgrades, UpgradeStatus } from '../../src/upgrade/index.ts';

const IDLE: UpgradeStatus = {
  kind: 'rauc',
  version: '1.2.3',
  phase: 'idle',
  older: false,
  committed: true,
  commits: false,
  maxBytes: 400_000_000,
};

/** Upgrades made of memory: it remembers what it was asked to do, and fails with what it is told to. */
export function fakeUpgrades(start: Partial<UpgradeStatus> = {}) {
  const done: string[] = [];
  const watchers = new Set<() => void>();
  const bundle: Bundle = { version: '1.3.0', product: 'stentor-test', notes: 'Louder.', build: '' };
  const fake = {
    done,
    status: { ...IDLE, ...start },
    /** Thrown by the next thing that is asked for. */
    fault: undefined as Error | undefined,
    log: undefined as string | undefined,
  };
  const act = async (what: string) => {
    if (fake.fault !== undefined) throw fake.fault;
    done.push(what);
  };
  const becomes = (change: Partial<UpgradeStatus>) => {
    fake.status = { ...fake.status, ...change };
    for (const watcher of watchers) watcher();
  };
  const upgrades: Upgrades = {
    status: () => fake.status,
    async receive(content) {
      const text = (await buffer(content)).toString();
      await act(`receive ${text}`);
      becomes({ phase: 'ready', bundle });
      return bundle;
    },
    async discard() {
      await act('discard');
      fake.status = { ...IDLE, ...start };
    },
    checkInstall() {
      if (fake.status.bundle === undefined)
        throw new Fault('conflict', 'there is no release to install; upload one first');
      return bundle;
    },
    async install({ factoryDefault, autoCommit, autoRollback }) {
      await act(`install ${factoryDefault} ${autoCommit} ${autoRollback}`);
      becomes({ phase: 'restarting' });
      return bundle;
    },
    commit: () => act('commit'),
    rollback: () => act('rollback'),
    purge: () => act('purge'),
    stopAuto: () => act('stopAuto'),
    acknowledge: () => act('acknowledge'),
    requires: () => ({ audio: true, network: false }),
    reboot: () => void done.push('reboot'),
    failureLog: async () => fake.log,
    onChange(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
  return { upgrades, fake };
}
