import { useLocation } from 'preact-iso';
import { useId } from 'preact/hooks';
import { useSpeaker } from '../data/speaker.ts';
import { Icon } from '../parts/icon.tsx';
import { type Place, type PlaceGroup, PLACES } from './places.ts';
import { t } from '../language/translate.ts';

/** The pages that the person may open. */
export function SideMenu({ onChosen }: { readonly onChosen?: () => void }) {
  const { session } = useSpeaker();
  const groups = PLACES.map(group => ({ ...group, places: group.places.filter(({ needs }) => session.may(needs)) }));
  return (
    <nav class="side-menu" aria-label={t('Main menu')}>
      {groups
        .filter(({ places }) => places.length > 0)
        .map(group => (
          <Group key={group.title ?? ''} group={group} onChosen={onChosen} />
        ))}
    </nav>
  );
}

interface GroupProps {
  readonly group: PlaceGroup;
  readonly onChosen: (() => void) | undefined;
}

function Group({ group: { title, places }, onChosen }: GroupProps) {
  const id = useId();
  return (
    <>
      {title !== undefined && <p id={id}>{title}</p>}
      <ul aria-labelledby={title === undefined ? undefined : id}>
        {places.map(place => (
          <li key={place.path}>
            <PlaceLink place={place} onChosen={onChosen} />
          </li>
        ))}
      </ul>
    </>
  );
}

function PlaceLink({ place, onChosen }: { readonly place: Place; readonly onChosen: (() => void) | undefined }) {
  const { path } = useLocation();
  const isHere = path === place.path || path.startsWith(`${place.path}/`);
  return (
    <a href={place.path} aria-current={isHere ? 'page' : undefined} onClick={onChosen}>
      <Icon name={place.icon} />
      {place.title}
    </a>
  );
}
