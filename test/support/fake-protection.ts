import { Certificates } from '../../src/certificates/certificates.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { Dot1x } from '../../src/dot1x/dot1x.ts';
import { DOT1X_EVENTS } from '../../src/dot1x/events.ts';
import { DOT1X_OFF, type Dot1xSettings } from '../../src/dot1x/settings.ts';
import { EventBus, type Happening } from '../../src/events/index.ts';
import { FIREWALL_EVENTS } from '../../src/firewall/index.ts';
import { Firewall } from '../../src/firewall/firewall.ts';
import { OFF, type StoredFirewall } from '../../src/firewall/settings.ts';
import { type Helpers, virtualHelpers } from '../../src/linux/index.ts';
import { Collection } from '../../src/settings/index.ts';
import { memoryFile } from './memory-file.ts';

interface ProtectionOptions {
  readonly clock: Clock;
  readonly firewall?: StoredFirewall;
  readonly dot1x?: Dot1xSettings;
  readonly helpers?: Helpers;
}

/** A firewall, 802.1X and certificates on a Linux made of memory. */
export function fakeProtection({ clock, helpers = virtualHelpers, ...kept }: ProtectionOptions) {
  const log = createLog(() => undefined);
  const events = new EventBus({ catalog: [...FIREWALL_EVENTS, ...DOT1X_EVENTS], clock, log });
  const told: Happening[] = [];
  events.onAny(happening => told.push(happening));
  const files = {
    firewall: memoryFile<StoredFirewall>(kept.firewall ?? OFF),
    dot1x: memoryFile<Dot1xSettings>(kept.dot1x ?? DOT1X_OFF),
  };
  const fake = {
    /** All that was put in force. */
    rulesets: [] as string[],
    refuse: undefined as Error | undefined,
    macs: new Map<string, string>(),
  };
  const firewall = new Firewall({
    file: files.firewall,
    enforce: async ruleset => {
      if (fake.refuse !== undefined) throw fake.refuse;
      fake.rulesets.push(ruleset);
    },
    macOf: async address => fake.macs.get(address),
    events,
    clock,
    log,
  });
  const certificates = new Certificates({
    records: new Collection({ file: memoryFile([]), noun: 'certificate' }),
    keys: new Collection({ file: memoryFile([]), noun: 'private key' }),
    useFile: memoryFile({ https: 'self-signed', sip: 'self-signed' }),
    own: { load: () => Promise.reject(new Error('there is none')), watch: () => () => undefined },
    readPkcs12: () => Promise.reject(new Error('there is none')),
    folder: '/nowhere',
    clock,
  });
  const shelf = {
    keyPair: (id: string) => ({ key: `key of ${id}`, cert: `certificate of ${id}` }),
    authority: (id: string) => `authority ${id}\n`,
    onChange: () => () => undefined,
  };
  const dot1x = new Dot1x({
    file: files.dot1x,
    helpers,
    certificates: shelf,
    interfaceName: async () => 'eth0',
    events,
    clock,
    log,
  });
  return { firewall, dot1x, certificates, shelf, files, fake, told };
}
