import type { ComponentChildren } from 'preact';
import { IconButton } from '../../parts/icon-button.tsx';
import { t } from '../../language/translate.ts';

export interface Row {
  readonly key: string;
  /** What the row is about, for the button's name too. */
  readonly title: string;
  readonly cells: readonly ComponentChildren[];
}

interface RowListProps {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
  readonly empty: string;
  /** Left out where nothing may be changed. */
  readonly onRemove?: ((index: number) => void) | undefined;
}

/** A short table whose rows can be taken away. */
export function RowList({ caption, heads, rows, empty, onRemove }: RowListProps) {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <table class="table">
      <caption class="out-of-sight">{caption}</caption>
      <thead>
        <tr>
          {heads.map(head => (
            <th scope="col" key={head}>
              {head}
            </th>
          ))}
          {onRemove !== undefined && <td />}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, title, cells }, index) => (
          <tr key={key}>
            <th scope="row">
              <code class="mqtt-topic">{title}</code>
            </th>
            {cells.map((cell, i) => (
              <td key={heads[i + 1]}>{cell}</td>
            ))}
            {onRemove !== undefined && (
              <td class="table-menu">
                <IconButton icon="remove" label={t('Remove {title}', { title })} onClick={() => onRemove(index)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
