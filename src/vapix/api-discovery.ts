import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';

/** One entry of the list; programs use what stands here and leave alone what does not. */
export interface ApiEntry {
  readonly id: string;
  readonly version: string;
  readonly name: string;
}

/** `apidiscovery.cgi`: which APIs this speaker has, exactly. */
export const apiDiscovery = (apis: readonly ApiEntry[]): JsonApi => ({
  path: '/axis-cgi/apidiscovery.cgi',
  version: '1.0',
  errors: 'basic',
  methods: {
    getApiList: jsonMethod({
      access: 'anonymous',
      params: NO_PARAMS,
      run: () => ({ apiList: apis.map(api => ({ ...api, docLink: '', status: 'official' })) }),
    }),
  },
});
