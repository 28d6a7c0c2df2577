import type { Configuration } from '../configuration/index.ts';
import { boolean, object, optional, type Schema, string } from '../core/schema.ts';
import type { Answer, Route } from '../http/index.ts';
import { attachment } from './attachment.ts';
import type { ConfigurationOutlook } from './contract.ts';
import { bodyOf, json, longBodyOf } from './json.ts';

interface ConfigurationDeps {
  readonly configuration: Pick<Configuration, 'export' | 'outlook' | 'apply'>;
  readonly device: { hostName(): string };
}

/** A document with all that fits into a speaker is smaller. */
const MOST_BYTES = 4_000_000;
const PASSPHRASE = optional(string({ maxLength: 256 }));
const ANYTHING: Schema<unknown> = {};
const EXPORT = object({ personal: optional(boolean()), passphrase: PASSPHRASE });
const IMPORT = object({ document: ANYTHING, passphrase: PASSPHRASE, final: optional(boolean()) });

/** The whole configuration: written down, compared, put in place. */
export const configurationRoutes = ({ configuration, device }: ConfigurationDeps): Route[] => {
  const file = (document: object): Answer => ({
    ...json(document),
    body: `${JSON.stringify(document, undefined, 2)}\n`,
    headers: { 'Content-Disposition': attachment(`${device.hostName()}-configuration.json`) },
  });
  return [
    {
      path: '/api/configuration',
      methods: ['GET'],
      access: 'admin',
      handle: async () => file(await configuration.export()),
    },
    {
      path: '/api/configuration/export',
      methods: ['POST'],
      access: 'admin',
      handle: async exchange => file(await configuration.export(await bodyOf(EXPORT, exchange))),
    },
    {
      path: '/api/configuration/diff',
      methods: ['POST'],
      access: 'admin',
      handle: async exchange => {
        const wish = await longBodyOf(IMPORT, exchange, MOST_BYTES);
        return json((await configuration.outlook(wish)) satisfies ConfigurationOutlook);
      },
    },
    {
      path: '/api/configuration/apply',
      methods: ['POST'],
      access: 'admin',
      handle: async exchange => json(await configuration.apply(await longBodyOf(IMPORT, exchange, MOST_BYTES))),
    },
  ];
};
