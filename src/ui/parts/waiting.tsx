import { t } from '../language/translate.ts';

interface WaitingProps {
  readonly what: string;
  /** Why it is not there, if asking failed. */
  readonly problem: string | undefined;
  readonly onRetry: () => void;
}

/** Stands where something will be as soon as the speaker has answered, or says why it did not. */
export function Waiting({ what, problem, onRetry }: WaitingProps) {
  if (problem === undefined) {
    return (
      <p class="waiting" role="status">
        {t('Loading {what} …', { what })}
      </p>
    );
  }
  return (
    <div class="notice error" role="alert">
      <p>{problem}</p>
      <button type="button" class="button" onClick={onRetry}>
        {t('Try again')}
      </button>
    </div>
  );
}
