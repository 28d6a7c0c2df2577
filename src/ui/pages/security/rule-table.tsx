import type { FirewallRule } from '../../../api/contract.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { actionText, whatText, whoText } from './rule-words.ts';
import { t } from '../../language/translate.ts';

interface RuleTableProps {
  readonly rules: readonly FirewallRule[];
  readonly onChange: (rules: readonly FirewallRule[]) => void;
  readonly onEdit: (index: number) => void;
}

/** Rules in the order in which they are asked. */
export function RuleTable({ rules, onChange, onEdit }: RuleTableProps) {
  if (rules.length === 0) return <p class="empty">{t('No rules: the default policy alone decides.')}</p>;
  return (
    <table class="table">
      <caption class="out-of-sight">{t('Firewall rules')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="out-of-sight">{t('Number')}</span>
          </th>
          <th scope="col">{t('From')}</th>
          <th scope="col" class="only-wide">
            {t('What')}
          </th>
          <th scope="col">{t('Action')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rules.map((rule, index) => (
          // The same rule may be there twice, and has no name: its place is what it is known by.
          <tr key={index}>
            <td>{index + 1}</td>
            <th scope="row">
              {whoText(rule)}
              <small class="line only-narrow">{whatText(rule)}</small>
            </th>
            <td class="only-wide">{whatText(rule)}</td>
            <td>{actionText(rule)}</td>
            <td class="table-menu">
              <Menu
                label={t('More for rule {number}', { number: index + 1 })}
                items={itemsOf(index, { rules, onChange, onEdit })}
              >
                <Icon name="more" />
              </Menu>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function itemsOf(index: number, { rules, onChange, onEdit }: RuleTableProps): MenuItem[] {
  const swapWith = (other: number) =>
    onChange(rules.map((rule, i) => (i === index ? rules[other] : i === other ? rules[index] : undefined) ?? rule));
  const up: MenuItem = { label: t('Move up'), icon: 'up', onSelect: () => swapWith(index - 1) };
  const down: MenuItem = { label: t('Move down'), icon: 'down', onSelect: () => swapWith(index + 1) };
  return [
    { label: t('Edit'), icon: 'rename', onSelect: () => onEdit(index) },
    ...(index === 0 ? [] : [up]),
    ...(index === rules.length - 1 ? [] : [down]),
    { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onChange(rules.filter((_, i) => i !== index)) },
  ];
}
