import { useState } from 'preact/hooks';
import type { VirtualInput, VirtualInputChange } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { isNamed } from '../choices.ts';
import { RowSwitch } from '../row-switch.tsx';
import { RenameInput } from './rename-input.tsx';
import { t } from '../../language/translate.ts';

/** The virtual inputs, raised and lowered by hand: to start a rule, or to try one. */
export function TriggersTab() {
  const { virtualInputs } = useSpeaker();
  const known = useResource(virtualInputs);
  const [all, setAll] = useState(false);
  if (known === undefined) {
    const { problem } = virtualInputs;
    return <Waiting what={t('the triggers')} problem={problem.value} onRetry={() => void virtualInputs.ask()} />;
  }
  const used = known.filter(input => isNamed(input) || input.active);
  const shown = all ? known : used;
  return (
    <Card title={t('Manual triggers')}>
      <p class="card-text">
        {t(
          'Virtual inputs that you, cameras and programs can turn on. Rules wait for them with the condition “Virtual input”.',
        )}
      </p>
      {shown.length === 0 && <p class="empty">{t('None has a name or is on.')}</p>}
      <ul class="rows">
        {shown.map(input => (
          <TriggerRow key={input.port} input={input} />
        ))}
      </ul>
      <div class="entry-buttons">
        <button type="button" class="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('Show only those in use') : t('Show all {count}', { count: known.length })}
        </button>
      </div>
    </Card>
  );
}

function TriggerRow({ input }: { readonly input: VirtualInput }) {
  const { client, session, toasts, virtualInputs } = useSpeaker();
  const [renaming, setRenaming] = useState(false);
  const { port, name, active } = input;
  const turn = (on: boolean) =>
    toasts.attempt(async () => {
      const body: VirtualInputChange = { active: on };
      await client.change({ method: 'PATCH', path: `/api/virtual-inputs/${port}`, body });
      await virtualInputs.ask();
    }, `input ${port}`);
  return (
    <li class="entry">
      <RowSwitch label={name} on={active} onChange={turn} />
      <div class="entry-text">
        <h3>{name}</h3>
        {isNamed(input) && <small>{t('Virtual input {port}', { port })}</small>}
      </div>
      {session.may('admin') && (
        <IconButton icon="rename" label={t('Rename {name}', { name })} onClick={() => setRenaming(true)} />
      )}
      {renaming && <RenameInput input={input} onClose={() => setRenaming(false)} />}
    </li>
  );
}
