import type { MqttChange, MqttClient } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { numberProblem } from '../../text/number-problem.ts';

const NUMBERS = {
  port: [0, 65_535],
  keepAliveInterval: [0, 65_535],
  connectTimeout: [1, 3600],
} as const;
type NumberName = keyof typeof NUMBERS;

/** The switch is no part of the form, and whether there are secrets is only told. */
type Elsewhere = 'active' | 'hasPassword' | 'hasClientKey';

/** What is typed into the form: numbers as texts; undefined leaves a secret as it is. */
export interface ClientDraft extends Omit<MqttClient, NumberName | Elsewhere>, Readonly<Record<NumberName, string>> {
  readonly password: string | undefined;
  readonly clientKey: string | undefined;
}

export function draftOf(client: MqttClient): ClientDraft {
  return {
    ...without(client),
    port: client.port === 0 ? '' : String(client.port),
    keepAliveInterval: String(client.keepAliveInterval),
    connectTimeout: String(client.connectTimeout),
    password: undefined,
    clientKey: undefined,
  };
}

/** @throws Refusal that names the field */
export function changeOf({ password, clientKey, ...draft }: ClientDraft): NonNullable<MqttChange['client']> {
  return {
    ...draft,
    host: draft.host.trim(),
    port: draft.port.trim() === '' ? 0 : numberIn('port', draft),
    keepAliveInterval: numberIn('keepAliveInterval', draft),
    connectTimeout: numberIn('connectTimeout', draft),
    ...(password === undefined ? {} : { password }),
    ...(clientKey === undefined ? {} : { clientKey }),
  };
}

function numberIn(field: NumberName, draft: Readonly<Record<NumberName, string>>): number {
  const [min, max] = NUMBERS[field];
  const message = numberProblem(draft[field], { min, max, whole: true });
  if (message !== undefined) throw new Refusal({ message, field });
  return Number(draft[field]);
}

function without(client: MqttClient): Omit<MqttClient, Elsewhere> {
  const rest: Omit<MqttClient, Elsewhere> & Partial<Record<Elsewhere, boolean>> = { ...client };
  delete rest.active;
  delete rest.hasPassword;
  delete rest.hasClientKey;
  return rest;
}
