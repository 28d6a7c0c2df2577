import { configurationRoutes } from './api/index.ts';
import type { Certificates } from './certificates/index.ts';
import { clipsConfigPart, type createAudio, multicastConfigPart } from './audio/index.ts';
import { Configuration, settingsConfigPart, undoFile } from './configuration/index.ts';
import { invalid } from './core/fault.ts';
import type { Log } from './core/log.ts';
import { type RemoteSyslog, remoteSyslogConfigPart } from './diagnostics/index.ts';
import { type Dot1x, dot1xConfigPart } from './dot1x/index.ts';
import { type Firewall, firewallConfigPart } from './firewall/index.ts';
import { type Mqtt, mqttConfigPart } from './mqtt/index.ts';
import { type Notifier, recipientsConfigPart } from './notify/index.ts';
import {
  type Referents,
  type Rules,
  rulesConfigPart,
  type VirtualInputs,
  virtualInputsConfigPart,
} from './rules/index.ts';
import { type Holidays, scheduleConfigParts, type Schedules } from './schedules/index.ts';
import type { ConfigPart, NamedElsewhere, ParamStore } from './settings/index.ts';
import { type Sip, sipConfigPart } from './sip/index.ts';
import { type createSystem, systemConfigParts } from './system/index.ts';

interface AtConfigurationOptions {
  /** Folder of all state. */
  readonly state: string;
  readonly log: Log;
}

interface AtConfigurationParts {
  readonly params: ParamStore;
  readonly system: ReturnType<typeof createSystem>;
  readonly clips: ReturnType<typeof createAudio>['clips'];
  readonly multicast: ReturnType<typeof createAudio>['multicast'];
  readonly notifier: Notifier;
  readonly schedules: Schedules;
  readonly holidays: Holidays;
  readonly sip: Sip;
  readonly mqtt: Mqtt;
  readonly virtualInputs: VirtualInputs;
  readonly rules: Rules;
  readonly certificates: Certificates;
  readonly remoteSyslog: RemoteSyslog;
  readonly dot1x: Dot1x;
  readonly firewall: Firewall;
}

/** A part of the house's wiring: the whole configuration as one document. */
export function createAtConfiguration({ state, log }: AtConfigurationOptions, parts: AtConfigurationParts) {
  const { info } = parts.system;
  const configuration = new Configuration({
    parts: configParts(parts),
    speaker: () => ({
      model: info.model,
      hostName: info.hostName(),
      serialNumber: info.board.serialNumber,
      version: info.version,
    }),
    undo: undoFile(`${state}/configuration/undo.json`),
    log: log.area('configuration'),
  });
  return {
    routes: configurationRoutes({ configuration, device: info }),
    async start() {
      await configuration.mend();
      return () => undefined;
    },
  };
}

/** What rules stand on comes before them; what may cut the line to whoever asked comes last. */
const configParts = (parts: AtConfigurationParts): ConfigPart[] => [
  settingsConfigPart(parts.params),
  clipsConfigPart(parts.clips),
  virtualInputsConfigPart(parts.virtualInputs),
  recipientsConfigPart(parts.notifier),
  ...scheduleConfigParts(parts.schedules, parts.holidays),
  multicastConfigPart(parts.multicast),
  sipConfigPart(parts.sip.accounts),
  mqttConfigPart(parts.mqtt),
  rulesConfigPart(parts.rules, referentsOf(parts)),
  remoteSyslogConfigPart(parts.remoteSyslog, namedCertificates(parts.certificates)),
  firewallConfigPart(parts.firewall),
  dot1xConfigPart(parts.dot1x, namedCertificates(parts.certificates)),
  ...systemConfigParts(parts.system),
];

/** A certificate that shares its name with another one is known by its fingerprint. */
const namedCertificates = (certificates: Certificates): NamedElsewhere => {
  const known = (name: string) =>
    certificates.list().filter(each => each.name === name || each.facts?.fingerprint === name);
  return {
    toName: id => {
      const { name, facts } = certificates.list().find(each => each.id === id) ?? { name: id, facts: undefined };
      return known(name).length > 1 ? (facts?.fingerprint ?? name) : name;
    },
    toId: (name, field) => {
      if (name === '') return '';
      const [found, other] = known(name);
      if (found === undefined) throw invalid(`this speaker has no certificate “${name}”: add it first`, field);
      if (other !== undefined) throw invalid(`this speaker has two certificates “${name}”: remove one`, field);
      return found.id;
    },
  };
};

interface Listed {
  readonly id: string;
  readonly name: string;
}

/** Which fields of events and actions hold the id of something that has a name. */
function referentsOf({ notifier, schedules, multicast, clips, sip }: AtConfigurationParts): Referents {
  const kept = (owner: string, field: string): readonly Listed[] => {
    if (field === 'recipient') return notifier.recipients.list();
    if (field === 'id' && owner.startsWith('schedules.')) return schedules.records();
    if (field === 'source' && owner.startsWith('multicast.')) return multicast.list();
    if (field === 'clip' && owner.startsWith('audio.'))
      return clips.list().map(({ id, location }) => ({ id, name: location }));
    if (field === 'account' && owner.startsWith('call.')) return sip.accounts.list();
    return [];
  };
  // A name that several have says nothing.
  const only = (found: readonly Listed[]) => (found.length === 1 ? found[0] : undefined);
  return {
    toName: (owner, field, value) => {
      const all = kept(owner, field);
      const name = all.find(({ id }) => id === value)?.name ?? '';
      return only(all.filter(each => each.name === name && name !== ''))?.name ?? value;
    },
    toId: (owner, field, value) =>
      only(kept(owner, field).filter(({ name }) => name === value && name !== ''))?.id ?? value,
  };
}
