import { invalid } from '../core/fault.ts';
import type { Exchange, Route } from '../http/index.ts';
import { PLAIN_UPGRADE, type Upgrades } from '../upgrade/index.ts';
import { html } from './answers.ts';
import { escapeXml } from './xml.ts';

interface FirmwareUpgradeDeps {
  readonly upgrades: Upgrades;
}

const MODES: Readonly<Record<string, 'none' | 'hard'>> = { normal: 'none', factorydefault: 'hard' };

/** `firmwareupgrade.cgi`, which firmwaremanagement.cgi replaced: installs the file in its body, and restarts. */
export const firmwareUpgradeCgi = ({ upgrades }: FirmwareUpgradeDeps): Route => ({
  path: '/axis-cgi/firmwareupgrade.cgi',
  methods: ['POST'],
  access: 'admin',
  handle: async exchange => {
    const factoryDefault = modeOf(exchange);
    await exchange.file(({ content }) => upgrades.receive(content, exchange.signal));
    try {
      const { version } = await upgrades.install({ ...PLAIN_UPGRADE, factoryDefault });
      return page(`Firmware upgrade to ${version} is done. The device restarts.`);
    } catch (error) {
      if (upgrades.status().phase === 'ready') await upgrades.discard();
      throw error;
    }
  },
  refuse: ({ message, kind }) => ({
    ...page(`Error: Firmware upgrade failed: ${message}`),
    status: kind === 'forbidden' ? 401 : 200,
  }),
});

function modeOf({ query }: Exchange): 'none' | 'hard' {
  const type = query.get('type') ?? 'normal';
  const mode = Object.hasOwn(MODES, type) ? MODES[type] : undefined;
  if (mode === undefined) throw invalid('type must be normal or factorydefault', 'type');
  return mode;
}

const page = (text: string) => html(`<html><head></head><body>${escapeXml(text)}</body></html>`);
