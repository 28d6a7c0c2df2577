import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';
import { RECEIVE_CODECS, RECEIVE_RATES, type ReceiveCodec } from './receive-format.ts';

/** `audio/streamingcapabilities.cgi`: what `audio/receive.cgi` can send. */
export const streamingCapabilities = (canEncode: (codec: ReceiveCodec) => Promise<boolean>): JsonApi => ({
  path: '/axis-cgi/audio/streamingcapabilities.cgi',
  version: '1.0',
  errors: 'device',
  methods: {
    list: jsonMethod({
      access: 'viewer',
      params: NO_PARAMS,
      run: async () => {
        const can = await Promise.all(RECEIVE_CODECS.map(canEncode));
        return {
          encoders: Object.fromEntries(RECEIVE_CODECS.filter((_, i) => can[i]).map(name => [name, ratesOf(name)])),
        };
      },
    }),
  },
});

const ratesOf = (codec: ReceiveCodec) =>
  [...RECEIVE_RATES[codec]]
    .sort(([a], [b]) => a - b)
    .map(([sample_rate, rates]) => ({ sample_rate, bit_rates: [...rates].sort((a, b) => a - b) }));
