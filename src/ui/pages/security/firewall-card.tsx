import { useState } from 'preact/hooks';
import type { ChangeFirewall, Firewall, FirewallPlan, FirewallRule } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Check } from '../../events/check.tsx';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { numberProblem } from '../../text/number-problem.ts';
import { EditRule } from './edit-rule.tsx';
import { LeftRules, RunningTest } from './firewall-test.tsx';
import { RuleTable } from './rule-table.tsx';
import { t } from '../../language/translate.ts';

const POLICIES = [
  { value: 'accept', label: t('Allow') },
  { value: 'drop', label: t('Deny') },
];
const DEFAULT_TEST_S = '300';
const LONGEST_TEST_S = 86_400;

/** Who may reach the speaker. What is changed here holds when it is tested, and for good when it is confirmed. */
export function FirewallCard({ known }: { readonly known: Firewall }) {
  const { send, problem, forget } = useSending();
  const [typed, setTyped] = useState<FirewallPlan | undefined>();
  const [seconds, setSeconds] = useState(DEFAULT_TEST_S);
  const [editing, setEditing] = useState<number | 'new' | undefined>();
  const plan = typed ?? known.test?.plan ?? known.plan;
  const set = (change: Partial<FirewallPlan>) => setTyped({ ...plan, ...change });
  const submit = async (lockOut: boolean) => {
    if (await send({ plan, testS: secondsIn(seconds), lockOut })) setTyped(undefined);
  };
  const isForGood = seconds.trim() === '0';
  return (
    <Card title={t('Firewall')} aside={<NewRule onClick={() => setEditing('new')} />}>
      <Tested known={known} isEdited={typed !== undefined} onTake={setTyped} />
      <p class="card-text">
        {t(
          'The first rule that fits a packet decides, else the default policy. Answers to what the speaker itself asks always come in.',
        )}
      </p>
      <SubmitForm
        submit={isForGood ? t('Apply rules') : t('Test rules')}
        busy={t('Putting in force …')}
        fields={['testS']}
        onSubmit={() => submit(false)}
      >
        <PlanFields plan={plan} set={set} onEdit={setEditing} />
        <TextField
          label={t('Test time in seconds')}
          name="testS"
          value={seconds}
          hint={t('Then the former rules come back, unless you confirm these. 0: they are in force for good at once.')}
          onInput={setSeconds}
        />
      </SubmitForm>
      {editing !== undefined && (
        <EditRule
          rule={editing === 'new' ? undefined : plan.rules[editing]}
          onDone={rule => set({ rules: withRule(plan.rules, editing, rule) })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {problem !== undefined && (
        <ConfirmDialog
          title={t('Lock yourself out?')}
          confirm={t('Do it all the same')}
          busy={t('Putting in force …')}
          onConfirm={() => submit(true)}
          onClose={forget}
        >
          {problem} {isForGood ? t('It would be for good.') : t('The former rules come back after the test.')}
        </ConfirmDialog>
      )}
    </Card>
  );
}

interface TestedProps {
  readonly known: Firewall;
  readonly isEdited: boolean;
  readonly onTake: (plan: FirewallPlan) => void;
}

/** What is tested now, or was and is left. */
function Tested({ known: { test, pending }, isEdited, onTake }: TestedProps) {
  if (test !== undefined) return <RunningTest test={test} />;
  if (pending === undefined || isEdited) return null;
  return <LeftRules onTake={() => onTake({ activated: true, ...pending })} />;
}

interface PlanFieldsProps {
  readonly plan: FirewallPlan;
  readonly set: (change: Partial<FirewallPlan>) => void;
  readonly onEdit: (index: number) => void;
}

const PlanFields = ({ plan, set, onEdit }: PlanFieldsProps) => (
  <>
    <Check label={t('Activate firewall')} on={plan.activated} onChange={activated => set({ activated })} />
    <Field label={t('Default policy')}>
      {control => (
        <Select
          control={control}
          value={plan.policy}
          options={POLICIES}
          onChange={policy => set({ policy: policy === 'drop' ? 'drop' : 'accept' })}
        />
      )}
    </Field>
    <RuleTable rules={plan.rules} onChange={rules => set({ rules })} onEdit={onEdit} />
  </>
);

const NewRule = ({ onClick }: { readonly onClick: () => void }) => (
  <button type="button" class="button" onClick={onClick}>
    <Icon name="plus" /> {t('New rule')}
  </button>
);

const withRule = (rules: readonly FirewallRule[], place: number | 'new', rule: FirewallRule) =>
  place === 'new' ? [...rules, rule] : rules.map((each, index) => (index === place ? rule : each));

/** @throws Refusal that names the field */
function secondsIn(text: string): number {
  const message = numberProblem(text, { min: 0, max: LONGEST_TEST_S, whole: true, unit: 's' });
  if (message !== undefined) throw new Refusal({ message, field: 'testS' });
  return Number(text);
}

/** Sends a plan; a warning that it would lock its sender out is kept to be asked about. */
function useSending() {
  const { client, firewall, toasts } = useSpeaker();
  const [problem, setProblem] = useState<string | undefined>();
  const send = async (body: ChangeFirewall): Promise<boolean> => {
    try {
      const answer = await client.change({ method: 'PUT', path: '/api/firewall', body });
      firewall.value.value = answer as Firewall;
      if (body.testS === 0) toasts.done(t('The rules are in force.'), { about: 'firewall' });
      setProblem(undefined);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.field !== 'asker') throw error;
      setProblem(error.message);
      return false;
    }
  };
  return { send, problem, forget: () => setProblem(undefined) };
}
