import { useState } from 'preact/hooks';
import type { FirewallRule } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { numberProblem } from '../../text/number-problem.ts';
import { PERIODS, portsText, PROTOCOLS, TRAFFIC, UNITS } from './rule-words.ts';
import { t } from '../../language/translate.ts';

interface EditRuleProps {
  /** The rule to change; without one, another is made. */
  readonly rule: FirewallRule | undefined;
  readonly onDone: (rule: FirewallRule) => void;
  readonly onClose: () => void;
}

/** What is typed into the form. */
interface Draft {
  readonly type: string;
  readonly policy: string;
  readonly source: string;
  readonly mac: string;
  readonly protocol: string;
  readonly ports: string;
  readonly traffic: string;
  readonly unit: string;
  readonly period: string;
  readonly amount: string;
  readonly burst: string;
}

const FIELDS = ['source', 'mac', 'ports', 'amount', 'burst'];
const TYPES = { filter: t('Filter'), limit: t('Limit') };
const POLICIES = { accept: t('Accept'), drop: t('Drop') };

/** One rule of the firewall. It holds when the rules are tested. */
export function EditRule({ rule, onDone, onClose }: EditRuleProps) {
  const [draft, setDraft] = useState(() => draftOf(rule));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const done = async () => {
    onDone(ruleOf(draft));
    onClose();
  };
  return (
    <Dialog title={rule === undefined ? t('New rule') : t('Edit rule')} onClose={onClose}>
      <SubmitForm submit={t('OK')} busy={t('Checking …')} fields={FIELDS} onSubmit={done} onCancel={onClose}>
        <Choice label={t('Rule type')} name="type" words={TYPES} draft={draft} set={set} />
        {draft.type === 'filter' ? (
          <Choice label={t('Policy')} name="policy" words={POLICIES} draft={draft} set={set} />
        ) : (
          <LimitFields draft={draft} set={set} />
        )}
        <PacketFields draft={draft} set={set} />
      </SubmitForm>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

interface ChoiceProps extends PartProps {
  readonly label: string;
  readonly name: keyof Draft;
  readonly words: Readonly<Record<string, string>>;
}

const Choice = ({ label, name, words, draft, set }: ChoiceProps) => (
  <Field label={label}>
    {control => (
      <Select
        control={control}
        value={draft[name]}
        options={Object.entries(words).map(([value, text]) => ({ value, label: text }))}
        onChange={value => set({ [name]: value })}
      />
    )}
  </Field>
);

const PacketFields = ({ draft, set }: PartProps) => (
  <>
    <TextField
      label={t('IP address or range')}
      name="source"
      hint={t('10.0.0.5, 10.0.0.0/24 or 10.0.0.5-10.0.0.9, or the like in IPv6. Empty: from anybody.')}
      value={draft.source}
      onInput={source => set({ source })}
    />
    <TextField
      label={t('MAC address')}
      name="mac"
      hint={t('Of a device on the same network. Empty: any.')}
      value={draft.mac}
      onInput={mac => set({ mac })}
    />
    <Choice label={t('Protocol')} name="protocol" words={PROTOCOLS} draft={draft} set={set} />
    {draft.protocol !== 'any' && (
      <TextField
        label={t('Port or port range')}
        name="ports"
        hint={t('80 or 5000-5010, of the speaker. Empty: all.')}
        value={draft.ports}
        onInput={ports => set({ ports })}
      />
    )}
    <Choice label={t('Traffic type')} name="traffic" words={TRAFFIC} draft={draft} set={set} />
  </>
);

const LimitFields = ({ draft, set }: PartProps) => (
  <>
    <Choice label={t('Unit')} name="unit" words={UNITS} draft={draft} set={set} />
    <TextField
      label={t('Amount')}
      name="amount"
      hint={t('What is more than that in a period is dropped.')}
      value={draft.amount}
      onInput={amount => set({ amount })}
    />
    <Choice label={t('Period')} name="period" words={PERIODS} draft={draft} set={set} />
    <TextField
      label={t('Burst')}
      name="burst"
      hint={t('So many pass at once before the limit holds.')}
      value={draft.burst}
      onInput={burst => set({ burst })}
    />
  </>
);

const LIMIT = { unit: 'connections', period: 'minute', amount: 20, burst: 10 } as const;

const EMPTY: FirewallRule = {
  action: 'accept',
  source: '',
  mac: '',
  traffic: 'any',
  protocol: 'any',
  firstPort: 0,
  lastPort: 0,
  limit: null,
};

function draftOf(rule: FirewallRule = EMPTY): Draft {
  const { action, source, mac, protocol, traffic, limit } = rule;
  const { unit, period, amount, burst } = limit ?? LIMIT;
  return {
    type: action === 'limit' ? 'limit' : 'filter',
    policy: action === 'drop' ? 'drop' : 'accept',
    source,
    mac,
    protocol,
    ports: portsText(rule, '-'),
    traffic,
    unit,
    period,
    amount: String(amount),
    burst: String(burst),
  };
}

/** @throws Refusal that names the field */
function ruleOf(draft: Draft): FirewallRule {
  const { type, policy, protocol, traffic, unit, period } = draft;
  const isLimit = type === 'limit';
  return {
    action: isLimit ? 'limit' : (policy as FirewallRule['action']),
    source: wordIn('source', draft.source, /^[0-9a-f.:]+(\/\d+|-[0-9a-f.:]+)?$/i),
    mac: wordIn('mac', draft.mac, /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i).toUpperCase(),
    protocol: protocol as FirewallRule['protocol'],
    traffic: traffic as FirewallRule['traffic'],
    ...(protocol === 'any' ? { firstPort: 0, lastPort: 0 } : portsIn(draft.ports)),
    limit: isLimit
      ? ({ unit, period, amount: numberIn('amount', draft.amount), burst: numberIn('burst', draft.burst) } as never)
      : null,
  };
}

const WRONG: Readonly<Record<string, string>> = {
  source: t('Type an address, a subnet or a range as in the example.'),
  mac: t('Type a MAC address like 00:1B:63:84:45:E6.'),
};

function wordIn(field: 'source' | 'mac', text: string, pattern: RegExp): string {
  const word = text.replaceAll(/\s/g, '');
  if (word !== '' && !pattern.test(word)) throw new Refusal({ message: WRONG[field] ?? '', field });
  return word;
}

function portsIn(text: string): { firstPort: number; lastPort: number } {
  if (text.trim() === '') return { firstPort: 0, lastPort: 0 };
  const [first = '', last = first] = text.split(/\s*[-–]\s*/, 2);
  const [firstPort, lastPort] = [numberIn('ports', first), numberIn('ports', last)];
  if (lastPort < firstPort) throw new Refusal({ message: t('The range ends before it begins.'), field: 'ports' });
  return { firstPort, lastPort };
}

function numberIn(field: string, text: string): number {
  const message = numberProblem(text, { min: 1, max: 65_535, whole: true });
  if (message !== undefined) throw new Refusal({ message, field });
  return Number(text);
}
