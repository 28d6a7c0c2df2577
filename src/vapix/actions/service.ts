import type { Action } from '../../actions/index.ts';
import type { Off } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { EventDef } from '../../events/index.ts';
import { Collection, JsonFile, type StateFile } from '../../settings/index.ts';
import { NAMESPACES } from '../namespaces.ts';
import { ActionTemplates } from './action-templates.ts';
import { configurationOperations } from './configuration-operations.ts';
import { CONFIGURATION_RECORDS, type ConfigurationRecord, Configurations } from './configurations.ts';
import { recipientOperations } from './recipient-operations.ts';
import { RecipientBook, type VapixRecipients } from './recipients.ts';
import { ruleOperations, type VapixRules } from './rule-operations.ts';

interface ActionServiceDeps {
  readonly rules: VapixRules;
  readonly notifier: VapixRecipients;
  /** All that can be done. */
  readonly actions: readonly Action[];
  /** All that can happen. */
  readonly catalog: readonly EventDef[];
  readonly file: StateFile<ConfigurationRecord[]>;
}

/** The action service of VAPIX (action1): its eleven operations over rules, actions and recipients. */
export function createActionService({ rules, notifier, actions, catalog, file }: ActionServiceDeps) {
  const records = new Collection({ file, noun: 'action configuration' });
  const configurations = new Configurations({ records, rules });
  const recipients = new RecipientBook(notifier);
  const parts = { rules, catalog, configurations, recipients, templates: new ActionTemplates(actions) };
  return {
    namespace: NAMESPACES.aa,
    major: 1,
    minor: 0,
    operations: [...configurationOperations(parts), ...ruleOperations(parts), ...recipientOperations(parts)],
    async start(): Promise<Off> {
      await configurations.load();
      return () => undefined;
    },
  };
}

/** Where the action configurations are kept. */
export const actionConfigurationsFile = (path: string, log: Log): StateFile<ConfigurationRecord[]> =>
  new JsonFile({ path, schema: CONFIGURATION_RECORDS, empty: [], log });
