/** One thing that a JSON CGI says went wrong; the numbers and texts are VAPIX's. */
export interface JsonError {
  readonly code: number;
  readonly message: string;
}

/** What can go wrong in any JSON CGI. */
export type JsonProblem =
  'not-post' | 'not-json' | 'too-large' | 'version' | 'method' | 'missing' | 'invalid' | 'forbidden' | 'internal';

type ErrorFamily = Readonly<Record<JsonProblem, JsonError>>;

const error = (code: number, message: string): JsonError => ({ code, message });

/** basicdeviceinfo, apidiscovery, systemready. */
const BASIC: ErrorFamily = {
  'not-post': error(2002, 'HTTP request type not supported. Only POST is supported'),
  'not-json': error(4000, 'Invalid JSON format'),
  'too-large': error(4000, 'Invalid JSON format'),
  version: error(2003, 'Requested API version is not supported'),
  method: error(2004, 'Method not supported'),
  missing: error(4002, 'Required parameter missing or invalid'),
  invalid: error(1000, 'Invalid parameter value specified'),
  forbidden: error(2001, 'Access forbidden'),
  internal: error(8000, 'Internal error'),
};

/** time, ntp, network_settings, ssh, mdnssd. */
const SETTINGS: ErrorFamily = {
  'not-post': error(2000, 'Invalid request'),
  'not-json': error(3000, 'Invalid JSON data'),
  'too-large': error(2001, 'Request body too large'),
  version: error(4001, 'The specified version is not supported'),
  method: error(4000, 'Method does not exist'),
  missing: error(4003, 'Missing parameter(s)'),
  invalid: error(4004, 'Invalid parameter(s)'),
  forbidden: error(4002, 'Authorization failed'),
  internal: error(1000, 'Internal error'),
};

/** audiodevicecontrol, mqtt, remotesyslog and the like. */
const DEVICE: ErrorFamily = {
  'not-post': error(2102, 'Method not supported'),
  'not-json': error(2101, 'Invalid JSON'),
  'too-large': error(2107, 'Request too large'),
  version: error(2100, 'API version not supported'),
  method: error(2102, 'Method not supported'),
  missing: error(2103, 'Required parameter missing'),
  invalid: error(2104, 'Invalid parameter value specified'),
  forbidden: error(2105, 'Authorization failed'),
  internal: error(1100, 'Internal error'),
};

/** findmydevice has a number of its own for this. */
const FIND: ErrorFamily = {
  ...DEVICE,
  'not-post': error(2200, 'HTTP request type not supported. Only POST is supported'),
};

const UNPARSED = error(400, 'The request could not be parsed');

/** firmwaremanagement. */
const FIRMWARE: ErrorFamily = {
  'not-post': UNPARSED,
  'not-json': UNPARSED,
  'too-large': UNPARSED,
  version: error(417, 'API version not compatible'),
  method: error(405, 'Unknown method in request'),
  missing: UNPARSED,
  invalid: UNPARSED,
  forbidden: UNPARSED,
  internal: error(500, 'Unexpected internal error'),
};

/** The error codes by family of CGIs: the same thing has another number in each. */
export const ERROR_FAMILIES = {
  basic: BASIC,
  settings: SETTINGS,
  device: DEVICE,
  find: FIND,
  firmware: FIRMWARE,
} as const;
