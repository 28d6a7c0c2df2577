import type { RuleLook, TracedEvent } from '../../../api/contract.ts';
import { sentence } from '../../text/sentence.ts';
import { actionWords, VERDICTS } from './verdicts.ts';

/** Which rules looked at an event, and why each did what it did. */
export function Looks({ traced: { looks, note } }: { readonly traced: Pick<TracedEvent, 'looks' | 'note'> }) {
  return (
    <>
      {looks.length > 0 && (
        <ul class="looks">
          {looks.map(look => (
            <Look key={look.rule} look={look} />
          ))}
        </ul>
      )}
      {note !== '' && <small class="line">{sentence(note)}</small>}
    </>
  );
}

function Look({ look: { name, verdict, why, action } }: { readonly look: RuleLook }) {
  const { word, looks } = VERDICTS[verdict];
  return (
    <li>
      <span class={`badge ${looks}`}>{word}</span>
      <span>
        <strong>{name}</strong>
        {why !== '' && `: ${sentence(why)}`}
        {action !== undefined && (
          <span class={action.state === 'failed' ? 'line look-failed' : 'line'}>{actionWords(action)}</span>
        )}
      </span>
    </li>
  );
}
