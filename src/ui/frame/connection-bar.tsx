import { useEffect, useRef, useState } from 'preact/hooks';
import { useSpeaker } from '../data/speaker.ts';
import { t } from '../language/translate.ts';

const BACK_SHOWN_MS = 4000;

/** Tells when the speaker cannot be reached any more, and when it is back. */
export function ConnectionBar() {
  const { live } = useSpeaker();
  const now = live.connection.value;
  const before = useRef(now);
  const [back, setBack] = useState(false);
  useEffect(() => {
    const wasLost = before.current === 'lost';
    before.current = now;
    setBack(wasLost && now === 'open');
    if (!wasLost || now !== 'open') return undefined;
    const timer = setTimeout(() => setBack(false), BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div class="connection" role="status">
      {now === 'lost' && (
        <div class="connection-bar lost">
          {t('The connection to the speaker is lost. What you see may be old. Trying again …')}
          <button type="button" class="button" onClick={live.retryNow}>
            {t('Try now')}
          </button>
        </div>
      )}
      {back && now === 'open' && <div class="connection-bar back">{t('The connection to the speaker is back.')}</div>}
    </div>
  );
}
