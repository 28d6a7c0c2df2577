import { string } from '../core/schema.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

/** A text that is empty where nobody knows: there is no number that means that. */
const field = (name: string, title: string, pattern: string) =>
  defineParam({
    path: `Stentor.Location.${name}`,
    title,
    schema: string({ maxLength: 64, pattern: `^(${pattern})?$` }),
    value: '',
    read: 'viewer',
    write: 'admin',
    hint: 'text',
  });

const DECIMALS = '(\\.[0-9]{1,7})?';

/** Where the speaker hangs: degrees of WGS 84, north and east; the heading clockwise from north. */
export const LOCATION_PARAMS: readonly ParamDef[] = [
  field('Latitude', 'Latitude', `-?([0-8]?[0-9]${DECIMALS}|90(\\.0{1,7})?)`),
  field('Longitude', 'Longitude', `-?((1[0-7][0-9]|[0-9]?[0-9])${DECIMALS}|180(\\.0{1,7})?)`),
  field('Heading', 'Heading', `(3[0-5][0-9]|[12]?[0-9]?[0-9])${DECIMALS}`),
  field('Label', 'Label', '[^\\u0000-\\u001f]+'),
];
