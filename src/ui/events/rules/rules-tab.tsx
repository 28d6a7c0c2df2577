import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Waiting } from '../../parts/waiting.tsx';
import { EVENTS_PATH, type TabProps } from '../tabs.ts';
import { useChoices } from '../use-choices.ts';
import { RuleEditor } from './rule-editor.tsx';
import { RuleList } from './rule-list.tsx';
import { TraceCard } from './trace-card.tsx';
import { UnfinishedRules } from './unfinished-rules.tsx';
import { t } from '../../language/translate.ts';

const RULES_PATH = `${EVENTS_PATH}/rules`;

/** The rules, and what they made of what happened; or one rule that is being written. */
export function RulesTab({ item }: TabProps) {
  const { rules, eventsCatalog, session } = useSpeaker();
  const known = useResource(rules);
  const catalog = useResource(eventsCatalog);
  const choices = useChoices();
  if (known === undefined || catalog === undefined) {
    const ask = () => void Promise.all([rules.ask(), eventsCatalog.ask()]);
    return <Waiting what={t('the rules')} problem={rules.problem.value ?? eventsCatalog.problem.value} onRetry={ask} />;
  }
  if (item === undefined) {
    return (
      <div class="stack">
        <UnfinishedRules rules={known.rules} />
        <RuleList known={known} catalog={catalog} choices={choices} />
        <TraceCard rules={known.rules} />
      </div>
    );
  }
  const rule = known.rules.find(({ id }) => id === item);
  if (!session.may('admin') || (rule === undefined && item !== 'new')) {
    return (
      <p class="notice">
        {t('This rule is not here any more, or your role may not change it.')}{' '}
        <a href={RULES_PATH}>{t('Back to the rules')}</a>
      </p>
    );
  }
  return <RuleEditor key={item} rule={rule} catalog={catalog} choices={choices} />;
}
