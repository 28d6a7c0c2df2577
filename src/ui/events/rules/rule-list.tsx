import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { EventsCatalog, Rule, RuleList as Known } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import type { Choices } from '../choices.ts';
import { FileButton } from '../../parts/file-button.tsx';
import { EVENTS_PATH } from '../tabs.ts';
import { type RuleDoing, RuleRow } from './rule-row.tsx';
import { TestRule } from './test-rule.tsx';
import { useRuleChanges } from './use-rule-changes.ts';
import { WhyRule } from './why-rule.tsx';
import { t } from '../../language/translate.ts';

interface RuleListProps {
  readonly known: Known;
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
}

/** All rules, each with what it does, whether it is active and how it went last. */
export function RuleList({ known: { rules, states }, catalog, choices }: RuleListProps) {
  const [doing, setDoing] = useState<{ readonly what: RuleDoing; readonly rule: Rule } | undefined>();
  const close = () => setDoing(undefined);
  return (
    <Card title={t('Rules')} aside={<ListActions isEmpty={rules.length === 0} />}>
      {rules.length === 0 ? (
        <Empty />
      ) : (
        <ul class="rows">
          {rules.map(rule => (
            <RuleRow
              key={rule.id}
              rule={rule}
              state={states.find(({ id }) => id === rule.id)}
              catalog={catalog}
              choices={choices}
              onDo={what => setDoing({ what, rule })}
            />
          ))}
        </ul>
      )}
      {doing?.what === 'test' && <TestRule rule={doing.rule} catalog={catalog} choices={choices} onClose={close} />}
      {doing?.what === 'why' && <WhyRule rule={doing.rule} onClose={close} />}
    </Card>
  );
}

function Empty() {
  const { session } = useSpeaker();
  return (
    <div class="empty big">
      <strong>{t('There are no rules yet.')}</strong>
      <p>
        {t(
          'A rule makes the speaker do something when something happens: play a clip when the doorbell rings, send an email when a test fails.',
        )}
      </p>
      {session.may('admin') ? (
        <p>{t('Start with “Add a rule”. Recipients and schedules that it needs have tabs of their own.')}</p>
      ) : (
        <p>{t('An administrator can add one.')}</p>
      )}
    </div>
  );
}

function ListActions({ isEmpty }: { readonly isEmpty: boolean }) {
  const { session } = useSpeaker();
  const { route } = useLocation();
  const { importRules } = useRuleChanges();
  if (!session.may('admin')) return null;
  return (
    <div class="card-actions">
      <FileButton label={t('Import rules')} accept=".json,application/json" onFile={file => void importRules(file)} />
      {!isEmpty && (
        <Menu
          label={t('More for rules')}
          items={[
            {
              label: t('Export as JSON'),
              icon: 'download',
              download: { url: '/api/rules/export', name: 'rules.json' },
            },
          ]}
        >
          <Icon name="more" />
        </Menu>
      )}
      <button type="button" class="button primary" onClick={() => route(`${EVENTS_PATH}/rules/new`)}>
        <Icon name="plus" /> {t('Add a rule')}
      </button>
    </div>
  );
}
