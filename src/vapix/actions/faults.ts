import { Fault } from '../../core/fault.ts';
import { SoapFault } from '../soap.ts';

/** The faults of the action service, by the prefix of the namespace that their elements are in. */
const PREFIX = {
  ActionTemplateNotFound: 'aa',
  ActionConfigurationNotFound: 'aa',
  ActionConfigurationIsInUse: 'aa',
  InvalidActionConfiguration: 'aa',
  ParametersMissmatch: 'aa',
  ActionRuleNotFound: 'aa',
  InsufficientActivationRule: 'aa',
  InvalidActivationTimeout: 'aa',
  InvalidConditionFilter: 'aa',
  RecipientTemplateNotFound: 'aa',
  RecipientConfigurationNotFound: 'aa',
  InvalidFilter: 'wsnt',
  InvalidTopicExpression: 'wsnt',
  InvalidMessageContentExpression: 'wsnt',
  TopicExpressionDialectUnknown: 'wsnt',
} as const;

type FaultName = keyof typeof PREFIX;

/** A fault as the WSDL of the action service names it (its own spelling). */
export const actionFault = (name: FaultName, message: string) =>
  new SoapFault('invalid', message, { subcodes: ['ter:InvalidArgVal'], detail: `<${PREFIX[name]}:${name}Fault/>` });

/** Does something; what is `invalid` about it becomes the fault of this name. */
export function asFault<T>(name: FaultName, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw translated(error, name);
  }
}

/** A Fault of the house under the name that fits; others, and those that have one, stay as they are. */
export const translated = (error: unknown, name: FaultName): unknown =>
  error instanceof Fault && !(error instanceof SoapFault) && error.kind === 'invalid'
    ? actionFault(name, error.message)
    : error;
