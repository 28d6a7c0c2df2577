import type { MulticastSource, MulticastStatus } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { sentence } from '../../text/sentence.ts';
import { t } from '../../language/translate.ts';

interface SourceStateProps {
  readonly source: MulticastSource;
  readonly status: MulticastStatus | undefined;
}

/** Whether a source is heard, and if not, why. */
export function SourceState({ source, status }: SourceStateProps) {
  const { settingAt } = useSpeaker();
  if (!source.enabled) return <span class="badge">{t('Off')}</span>;
  const isOff = settingAt.value.get('Stentor.Multicast.Enabled')?.value === false;
  return isOff ? <Word kind="" word={t('Off')} note={t('The controller is off.')} /> : <Present status={status} />;
}

function Present({ status }: Pick<SourceStateProps, 'status'>) {
  switch (status?.state) {
    case 'playing':
      return <span class="badge good">{t('Playing')}</span>;
    case 'silenced':
      return <Word kind="" word={t('Silenced')} note={t('Another source is more important.')} />;
    case 'failed':
      return <Word kind="bad" word={t('Not heard')} note={sentence(status.reason ?? '')} />;
    case 'idle':
    case undefined:
      return <Waiting status={status} />;
  }
}

/** Nothing that can be played comes; what comes instead tells what to look at. */
function Waiting({ status }: Pick<SourceStateProps, 'status'>) {
  const { unauthentic = 0, unexpected = 0, malformed = 0 } = status ?? {};
  if (unauthentic > 0)
    return <Word kind="bad" word={t('Idle')} note={t('Packets come that do not fit the SRTP key.')} />;
  if (unexpected > 0) return <Word kind="bad" word={t('Idle')} note={t('Packets come, but of another codec.')} />;
  if (malformed > 0) return <Word kind="bad" word={t('Idle')} note={t('Something comes that is no RTP.')} />;
  return <span class="badge">{t('Idle')}</span>;
}

const Word = ({ kind, word, note }: { readonly kind: string; readonly word: string; readonly note: string }) => (
  <>
    <span class={`badge ${kind}`}>{word}</span>
    <small class="line">{note}</small>
  </>
);
