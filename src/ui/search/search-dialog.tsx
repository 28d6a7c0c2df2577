import { useLocation } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { useSpeaker } from '../data/speaker.ts';
import { useResource } from '../data/use-resource.ts';
import { plural, t } from '../language/translate.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { find, type Found } from './find.ts';
import { reveal } from './reveal.ts';
import INDEX from './search-index.json' with { type: 'json' };

/** Finds pages, cards and settings by their names, and goes there. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const { settings, session } = useSpeaker();
  const known = useResource(settings);
  const [search, setSearch] = useState('');
  const results = useRef<HTMLDivElement>(null);
  const { route } = useLocation();
  const searched = {
    index: INDEX,
    settings: known ?? [],
    may: (role: 'viewer' | 'operator' | 'admin') => session.may(role),
  };
  const found = find(search, searched);
  const go = (each: Found) => {
    onClose();
    route(each.place);
    reveal(each);
  };
  // What was typed last may not be drawn yet.
  const first = (typed: string) => {
    const [best] = find(typed, searched);
    if (best !== undefined) go(best);
  };
  return (
    <Dialog title={t('Search')} onClose={onClose}>
      <div
        class="search"
        ref={results}
        onKeyDown={event => {
          if (moved(event.key, results.current)) event.preventDefault();
          else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) first(event.target.value);
        }}
      >
        <TextField
          label={t('Page or setting')}
          autocomplete="off"
          value={search}
          hint={t('Arrow keys choose, Enter goes there.')}
          onInput={setSearch}
        />
        {known === undefined && (
          <Waiting what={t('the settings')} problem={settings.problem.value} onRetry={() => void settings.ask()} />
        )}
        <p class="out-of-sight" role="status">
          {search.trim() === '' ? '' : plural('1 result', '{count} results', found.length)}
        </p>
        {search.trim() !== '' && found.length === 0 && <p class="empty">{t('Nothing is called like that.')}</p>}
        <Results found={found} onGo={go} />
      </div>
    </Dialog>
  );
}

interface ResultsProps {
  readonly found: readonly Found[];
  readonly onGo: (each: Found) => void;
}

function Results({ found, onGo }: ResultsProps) {
  return (
    <ul class="search-results">
      {found.map(each => (
        <li key={`${each.place} ${each.text} ${each.setting ?? ''}`}>
          <a
            href={each.place}
            onClick={event => {
              event.preventDefault();
              onGo(each);
            }}
          >
            {each.text}
            <small>{each.where === '' ? t('Page') : each.where}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Moves the focus along the field and the results; whether the key was one of those. */
function moved(key: string, within: HTMLElement | null): boolean {
  const stops = [...(within?.querySelectorAll<HTMLElement>('input, .search-results a') ?? [])];
  const at = stops.findIndex(each => each === document.activeElement);
  if (key === 'ArrowDown') stops[Math.min(at + 1, stops.length - 1)]?.focus();
  else if (key === 'ArrowUp') stops[Math.max(at - 1, 0)]?.focus();
  else return false;
  return true;
}
