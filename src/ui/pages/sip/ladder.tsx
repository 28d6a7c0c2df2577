import { useState } from 'preact/hooks';
import type { SipDialog, SipMessageLogged } from '../../../api/contract.ts';
import { locale, t } from '../../language/translate.ts';

const TIME = new Intl.DateTimeFormat(locale(), {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** The messages of a dialog between this speaker, at the left, and its peer; each opens to its text. */
export function Ladder({ dialog: { messages, dropped } }: { readonly dialog: SipDialog }) {
  const [open, setOpen] = useState<number | undefined>();
  return (
    <div class="sip-ladder">
      <p class="sip-ends" aria-hidden="true">
        <span>{t('This speaker')}</span>
        <span>{messages[0]?.peer}</span>
      </p>
      <ol aria-label={t('Messages, the oldest first')}>
        {messages.map((message, at) => (
          <Rung
            key={at}
            message={message}
            isOpen={open === at}
            onToggle={() => setOpen(open === at ? undefined : at)}
          />
        ))}
      </ol>
      {dropped > 0 && <p class="field-hint">{t('{dropped} more were not kept.', { dropped })}</p>}
    </div>
  );
}

interface RungProps {
  readonly message: SipMessageLogged;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Rung({ message: { at, direction, protocol, peer, title, text }, isOpen, onToggle }: RungProps) {
  const isOut = direction === 'out';
  return (
    <li>
      <button type="button" class="sip-rung" aria-expanded={isOpen} onClick={onToggle}>
        <span>
          <span class="out-of-sight">
            {isOut ? t('Sent to {peer}: ', { peer }) : t('Received from {peer}: ', { peer })}
          </span>
          <strong>{title}</strong>
          <small>
            {TIME.format(new Date(at))} · {protocol.toUpperCase()}
          </small>
        </span>
        <svg viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true">
          <path d="M0 5H200" />
          <path d={isOut ? 'M194 1L200 5L194 9' : 'M6 1L0 5L6 9'} />
        </svg>
      </button>
      {isOpen && (
        <pre class="transcript" tabIndex={0} aria-label={t('Text of {title}', { title })}>
          {text}
        </pre>
      )}
    </li>
  );
}
