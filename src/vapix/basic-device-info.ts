import { list, object, string } from '../core/schema.ts';
import { invalid } from '../core/fault.ts';
import type { ParamStore } from '../settings/index.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';
import { textOf } from './param-text.ts';

/** Where the properties stand in the parameter tree; some clients fail where one of the fourteen is missing. */
const PROPERTIES: Readonly<Record<string, string>> = {
  Architecture: 'Properties.System.Architecture',
  Brand: 'Brand.Brand',
  BuildDate: 'Properties.Firmware.BuildDate',
  HardwareID: 'Properties.System.HardwareID',
  ProdFullName: 'Brand.ProdFullName',
  ProdNbr: 'Brand.ProdNbr',
  ProdShortName: 'Brand.ProdShortName',
  ProdType: 'Brand.ProdType',
  ProdVariant: 'Brand.ProdVariant',
  SerialNumber: 'Properties.System.SerialNumber',
  Soc: 'Properties.System.Soc',
  Version: 'Properties.Firmware.Version',
  WebURL: 'Brand.WebURL',
};

/** Shown to those who have logged in only. */
const RESTRICTED: ReadonlySet<string> = new Set(['Architecture', 'Soc', 'SocSerialNumber']);

/** `basicdeviceinfo.cgi`: what the device is. */
export function basicDeviceInfo(params: ParamStore): JsonApi {
  const all = (): Record<string, string> => ({
    ...Object.fromEntries(Object.entries(PROPERTIES).map(([name, path]) => [name, textOf(params, params.find(path))])),
    SocSerialNumber: '', // the board does not tell it
  });
  const chosen = (allowed: (name: string) => boolean) => ({
    propertyList: Object.fromEntries(Object.entries(all()).filter(([name]) => allowed(name))),
  });
  const known = (name: string) => Object.hasOwn(PROPERTIES, name) || RESTRICTED.has(name);
  return {
    path: '/axis-cgi/basicdeviceinfo.cgi',
    version: '1.3',
    errors: 'basic',
    methods: {
      getAllProperties: jsonMethod({ access: 'operator', params: NO_PARAMS, run: () => chosen(() => true) }),
      getAllUnrestrictedProperties: jsonMethod({
        access: 'anonymous',
        params: NO_PARAMS,
        run: () => chosen(name => !RESTRICTED.has(name)),
      }),
      getProperties: jsonMethod({
        access: 'operator',
        params: object({ propertyList: list(string()) }),
        run: ({ propertyList }) => {
          const unknown = propertyList.find(name => !known(name));
          if (unknown !== undefined) throw invalid(`there is no property ${unknown}`, 'propertyList');
          return chosen(name => propertyList.includes(name));
        },
      }),
    },
  };
}
