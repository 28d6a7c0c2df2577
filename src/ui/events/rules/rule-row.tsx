import { useLocation } from 'preact-iso';
import type { EventsCatalog, Rule, RuleState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { sentence } from '../../text/sentence.ts';
import { second } from '../../text/when.ts';
import type { Choices } from '../choices.ts';
import { RowSwitch } from '../row-switch.tsx';
import { EVENTS_PATH } from '../tabs.ts';
import { ruleSentence } from './sentence.ts';
import { Sentence } from './sentence-view.tsx';
import { useRuleChanges } from './use-rule-changes.ts';
import { t } from '../../language/translate.ts';

/** What opens a dialog. */
export type RuleDoing = 'test' | 'why';

interface RuleRowProps {
  readonly rule: Rule;
  readonly state: RuleState | undefined;
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
  readonly onDo: (what: RuleDoing) => void;
}

/** One rule in the list. */
export function RuleRow({ rule, state, catalog, choices, onDo }: RuleRowProps) {
  const { session } = useSpeaker();
  const { enable } = useRuleChanges();
  const mayChange = session.may('admin');
  return (
    <li class={rule.enabled ? 'entry' : 'entry off'}>
      <RowSwitch
        label={rule.name}
        on={rule.enabled}
        disabled={!mayChange}
        onChange={enabled => enable(rule, enabled)}
      />
      <div class="entry-text">
        <div class="entry-title">
          <h3>{rule.name}</h3>
          {state?.active === true && <span class="badge good">{t('Active')}</span>}
        </div>
        <p>
          <Sentence pieces={ruleSentence(rule, catalog, choices)} />
        </p>
        <Last state={state} />
      </div>
      <RuleMenu rule={rule} onDo={onDo} />
    </li>
  );
}

function Last({ state }: { readonly state: RuleState | undefined }) {
  return (
    <>
      <small>
        {state?.ranAt === undefined
          ? t('Has not run since the start.')
          : sentence(t('Ran last: {ranAt}', { ranAt: second(state.ranAt) }))}
      </small>
      {state?.problem !== undefined && (
        <p class="reminder">
          <Icon name="warning" /> {sentence(state.problem)}
        </p>
      )}
    </>
  );
}

function RuleMenu({ rule, onDo }: Pick<RuleRowProps, 'rule' | 'onDo'>) {
  const { session } = useSpeaker();
  const { route } = useLocation();
  const { copy, remove } = useRuleChanges();
  const ask: readonly MenuItem[] = [
    { label: t('Test'), icon: 'play', onSelect: () => onDo('test') },
    { label: t('Why it acted or not'), icon: 'search', onSelect: () => onDo('why') },
  ];
  const items: readonly MenuItem[] = session.may('admin')
    ? [
        {
          label: t('Edit'),
          icon: 'rename',
          onSelect: () => route(`${EVENTS_PATH}/rules/${encodeURIComponent(rule.id)}`),
        },
        ...ask,
        { label: t('Copy'), icon: 'copy', onSelect: () => void copy(rule) },
        { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => void remove(rule) },
      ]
    : ask;
  return (
    <Menu label={t('More for {name}', { name: rule.name })} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
