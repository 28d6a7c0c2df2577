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
  const { method, path, role, streams } = operation;
  const [filling, setFilling] = useState(() => emptyFilling(operation));
  const { tried, busy, send } = useTrying();
  const may = role === 'anonymous' || session.may(role);
  const request = { method, path: pathOf(path, filling.parts, filling.query), body: filling.body.trim() };
  return (
    <form
      class="api-try"
      onSubmit={event => {
        event.preventDefault();
        if (may && !streams && !busy) void send(request);
      }}
    >
      <Filled operation={operation} filling={filling} onChange={setFilling} />
      <Curl text={curlOf(request, location.origin, session.current.value?.user ?? 'root')} />
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
      <Answer tried={tried} />
    </form>
  );
}

/** What stands in the form. */
interface Filling {
  readonly parts: Readonly<Record<string, string>>;
  readonly query: string;
  readonly body: string;
}

const emptyFilling = ({ body }: Operation): Filling => ({
  parts: {},
  query: '',
  body: body === undefined ? '' : JSON.stringify(exampleOf(body), undefined, 2),
});

interface FilledProps {
  readonly operation: Operation;
  readonly filling: Filling;
  readonly onChange: (filling: Filling) => void;
}

function Filled({ operation: { method, path, names, streams }, filling, onChange }: FilledProps) {
  const { parts, query, body } = filling;
  return (
    <>
      {names.map(name => (
        <TextField
          key={name}
          label={name}
          value={parts[name] ?? ''}
          autocomplete="off"
          onInput={value => onChange({ ...filling, parts: { ...parts, [name]: value } })}
        />
      ))}
      {(method === 'GET' || path.startsWith('/axis-cgi/')) && (
        <TextField
          label={t('Query')}
          hint={t('Such as name=value&other=value.')}
          value={query}
          autocomplete="off"
          onInput={text => onChange({ ...filling, query: text })}
        />
      )}
      {method !== 'GET' && !streams && <Body text={body} onInput={text => onChange({ ...filling, body: text })} />}
    </>
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

const Answer = ({ tried }: { readonly tried: Tried | undefined }) => (
  <>
    <p role="status">
      {tried !== undefined && <span class={`badge ${tried.good ? 'good' : 'bad'}`}>{tried.status}</span>}
    </p>
    {tried !== undefined && tried.text !== '' && (
      <pre class="log" tabIndex={0} aria-label={t('Answer')}>
        {tried.text}
      </pre>
    )}
  </>
);
