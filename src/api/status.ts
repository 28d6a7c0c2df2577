import type { Route } from '../http/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { type DeviceInfo as Device, microphoneSwitchState, panelDriver } from '../system/index.ts';
import type { DeviceInfo } from './contract.ts';
import { json } from './json.ts';

interface StatusDeps {
  readonly device: Device;
  readonly params: Pick<ParamStore, 'get'>;
  /** Whether the board is made of software. */
  readonly virtual: boolean;
  readonly clips: {
    list(): readonly unknown[];
    usage(): { readonly bytes: number; readonly quotaBytes: number };
  };
}

/** What the page's status shows of the device. */
export const statusRoute = (deps: StatusDeps): Route => ({
  path: '/api/status',
  methods: ['GET'],
  access: 'viewer',
  handle: () => json(statusOf(deps)),
});

const statusOf = ({ device, params, virtual, clips }: StatusDeps): DeviceInfo => {
  const { bytes, quotaBytes } = clips.usage();
  const [temperature, undervoltage] = [device.temperature(), device.undervoltage()];
  return {
    model: device.model,
    version: device.version,
    serialNumber: device.board.serialNumber,
    hostName: device.hostName(),
    addresses: device.addresses(),
    board: device.board.model,
    boardName: device.board.name,
    ...(device.board.problem === undefined ? {} : { boardProblem: device.board.problem }),
    panelDriver: params.get(panelDriver),
    microphoneSwitch: params.get(microphoneSwitchState) !== 'none',
    virtual,
    startedAt: device.startedAt.toISOString(),
    time: device.now().toISOString(),
    ...(temperature === undefined ? {} : { temperature }),
    ...(undervoltage === undefined ? {} : { undervoltage }),
    ...device.load(),
    clips: { count: clips.list().length, bytes, quotaBytes },
  };
};
