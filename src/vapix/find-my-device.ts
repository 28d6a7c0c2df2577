import { integer, object } from '../core/schema.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';

/** What makes the speaker easy to find among many. */
export interface VapixIdentify {
  /** Flashes and rings for so many seconds; 0 ends it. */
  find(seconds: number, sound: boolean): void;
}

/** s; where a client says nothing of it. */
const USUAL_S = 60;
const LONGEST_S = 3600;

/** `findmydevice.cgi`: the status LED flashes and the speaker rings until it is found, or the time is over. */
export const findMyDevice = (identify: VapixIdentify): JsonApi => ({
  path: '/axis-cgi/findmydevice.cgi',
  version: '1.0',
  errors: 'find',
  methods: {
    find: jsonMethod({
      access: 'admin',
      params: object({ duration: integer({ minimum: 1, maximum: LONGEST_S, default: USUAL_S }) }),
      run: ({ duration }) => {
        identify.find(duration, true);
        return {};
      },
    }),
    stop: jsonMethod({
      access: 'admin',
      params: NO_PARAMS,
      run: () => {
        identify.find(0, false);
        return {};
      },
    }),
  },
});
