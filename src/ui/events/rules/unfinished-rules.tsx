import type { Rule } from '../../../api/contract.ts';
import { EVENTS_PATH } from '../tabs.ts';
import { useUnfinished } from './use-rule-draft.ts';

/** What was begun and not saved, so that it can be gone on with. */
export function UnfinishedRules({ rules }: { readonly rules: readonly Rule[] }) {
  const unfinished = useUnfinished();
  return (
    <>
      {unfinished.map(({ item, drop }) => {
        const name = rules.find(({ id }) => id === item)?.name;
        return (
          <div key={item} class="notice unfinished" role="status">
            <span>{name === undefined ? 'A new rule is not saved yet.' : `Changes to ${name} are not saved yet.`}</span>
            <a class="button" href={`${EVENTS_PATH}/rules/${encodeURIComponent(item)}`}>
              Go on
            </a>
            <button type="button" class="button" onClick={drop}>
              Discard
            </button>
          </div>
        );
      })}
    </>
  );
}
