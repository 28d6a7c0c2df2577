import type { Rule } from '../../../api/contract.ts';
import { EVENTS_PATH } from '../tabs.ts';
import { useUnfinished } from './use-rule-draft.ts';
import { t } from '../../language/translate.ts';

/** What was begun and not saved, so that it can be gone on with. */
export function UnfinishedRules({ rules }: { readonly rules: readonly Rule[] }) {
  const unfinished = useUnfinished();
  return (
    <>
      {unfinished.map(({ item, drop }) => {
        const name = rules.find(({ id }) => id === item)?.name;
        return (
          <div key={item} class="notice unfinished" role="status">
            <span>
              {name === undefined
                ? t('A new rule is not saved yet.')
                : t('Changes to {name} are not saved yet.', { name })}
            </span>
            <a class="button" href={`${EVENTS_PATH}/rules/${encodeURIComponent(item)}`}>
              {t('Go on')}
            </a>
            <button type="button" class="button" onClick={drop}>
              {t('Discard')}
            </button>
          </div>
        );
      })}
    </>
  );
}
