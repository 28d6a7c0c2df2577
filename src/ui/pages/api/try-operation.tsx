import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Field } from '../../parts/field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { curlOf, pathOf } from './curl.ts';
import { exampleOf, type Operation } from './operations.ts';
import { type Tried, useTrying } from './use-trying.ts';

/** The form of one operation: its values, the request as a command, and the answer. */
export function TryOperation({ operation }: { readonly operation: Operation }) {
  const { session } = useSpeaker();
  const { method, path, names, role, body, streams } = operation;
  const [parts, setParts] = useState<Readonly<Record<string, string>>>({});
  const [query, setQuery] = useState('');
  const [text, setText] = useState(() => (body === undefined ? '' : JSON.stringify(exampleOf(body), undefined, 2)));
  const { tried, busy, send } = useTrying();
  const may = role === 'anonymous' || session.may(role);
  const request = { method, path: pathOf(path, parts, query), body: text.trim() };
  const curl = curlOf(request, location.origin, session.current.value?.user ?? 'root');
  return (
    <form
      class="api-try"
      onSubmit={event => {
        event.preventDefault();
        if (may && !streams && !busy) void send(request);
      }}
    >
      {names.map(name => (
        <TextField
          key={name}
          label={name}
          value={parts[name] ?? ''}
          autocomplete="off"
          onInput={value => setParts({ ...parts, [name]: value })}
        />
      ))}
      {(method === 'GET' || path.startsWith('/axis-cgi/')) && (
        <TextField
          label={t('Query')}
          hint={t('Such as name=value&other=value.')}
          value={query}
          autocomplete="off"
          onInput={setQuery}
        />
      )}
      {method !== 'GET' && !streams && <Body text={text} onInput={setText} />}
      <Curl text={curl} />
      {!may && <p class="notice">{t('Your role may not ask for this.')}</p>}
      {streams ? (
        <p class="notice">{t('It takes sound or a file: use a program.')}</p>
      ) : (
        <div class="form-buttons">
          <button type="submit" class="button primary" aria-disabled={!may || busy}>
            {busy ? t('Asking …') : t('Send request')}
          </button>
        </div>
      )}
      <p role="status">{tried !== undefined && <Status tried={tried} />}</p>
      {tried !== undefined && tried.text !== '' && (
        <pre class="log" tabIndex={0} aria-label={t('Answer')}>
          {tried.text}
        </pre>
      )}
    </form>
  );
}

const Body = ({ text, onInput }: { readonly text: string; readonly onInput: (text: string) => void }) => (
  <Field label={t('Body (JSON)')}>
    {control => (
      <textarea
        {...control}
        class="input api-body"
        rows={Math.min(12, text.split('\n').length + 1)}
        spellcheck={false}
        value={text}
        onInput={event => onInput(event.currentTarget.value)}
      />
    )}
  </Field>
);

/** The command. It asks for the password itself. */
const Curl = ({ text }: { readonly text: string }) => (
  <div class="api-curl">
    <pre tabIndex={0} aria-label={t('As a curl command')}>
      {text}
    </pre>
    <CopyButton label={t('Copy as curl')} text={text} />
  </div>
);

const Status = ({ tried: { status, good } }: { readonly tried: Tried }) => (
  <span class={good ? 'badge good' : 'badge bad'}>{status}</span>
);
