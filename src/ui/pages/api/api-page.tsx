import { useState } from 'preact/hooks';
import { useReading } from '../../data/use-reading.ts';
import { Page } from '../../frame/page.tsx';
import { rich } from '../../language/rich.ts';
import { plural, t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { type OpenApi, type Operation, operationsOf } from './operations.ts';
import { TryOperation } from './try-operation.tsx';

/** All that programs can ask of the speaker, to read and to try. */
export function ApiPage() {
  const { value, problem, read } = useReading<OpenApi>('/api/openapi.json');
  return (
    <Page title={t('API')}>
      <p class="page-lead">
        {rich(
          'What programs can ask of the speaker, to read and to try with your own login. The same as <link>OpenAPI 3.1</link> for other tools. Programs log in with Digest or Basic.',
          {
            link: text => (
              <a href="/api/openapi.json" download="stentor-openapi.json">
                {text}
              </a>
            ),
          },
        )}
      </p>
      {value === undefined ? (
        <Waiting what={t('the description')} problem={problem} onRetry={read} />
      ) : (
        <Operations all={operationsOf(value)} />
      )}
    </Page>
  );
}

function Operations({ all }: { readonly all: readonly Operation[] }) {
  const [wanted, setWanted] = useState('');
  const words = wanted.toLowerCase().split(/\s+/);
  const found = all.filter(operation => words.every(word => textOf(operation).includes(word)));
  const tags = [...new Set(found.map(({ tag }) => tag))].sort();
  return (
    <>
      <div class="api-search">
        <TextField label={t('Find')} type="search" value={wanted} onInput={setWanted} />
        <p class="field-hint" role="status">
          {plural('1 request', '{count} requests', found.length)}
        </p>
      </div>
      {found.length === 0 && <p class="empty">{t('No request has this in it.')}</p>}
      <div class="stack">
        {tags.map(tag => (
          <Card key={tag} title={tag}>
            <ul class="api-list">
              {found
                .filter(operation => operation.tag === tag)
                .map(operation => (
                  <Entry key={operation.id} operation={operation} />
                ))}
            </ul>
          </Card>
        ))}
      </div>
    </>
  );
}

const textOf = ({ method, path, summary }: Operation) => `${method} ${path} ${told(summary)}`.toLowerCase();

function Entry({ operation }: { readonly operation: Operation }) {
  const [open, setOpen] = useState(false);
  const { method, path, role, summary } = operation;
  return (
    <li>
      <button type="button" class="api-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <code class={`api-method ${method.toLowerCase()}`}>{method}</code> <code class="api-path">{path}</code>
        <small>{[told(summary), ROLES[role]].filter(text => text !== '').join(' · ')}</small>
      </button>
      {open && <TryOperation operation={operation} />}
    </li>
  );
}

const ROLES: Readonly<Record<Operation['role'], string>> = {
  anonymous: t('Anybody'),
  viewer: t('Viewer'),
  operator: t('Operator'),
  admin: t('Administrator'),
};
