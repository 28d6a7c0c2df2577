import type { Recipient, RecipientField, RecipientKind } from '../../../api/contract.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { specOfField } from './recipient-draft.ts';
import { t } from '../../language/translate.ts';

interface ViewRecipientProps {
  readonly kind: RecipientKind;
  readonly recipient: Recipient;
  readonly onClose: () => void;
}

/** What is stored of a recipient, to look at. */
export const ViewRecipient = ({ kind, recipient, onClose }: ViewRecipientProps) => (
  <Dialog title={recipient.name} onClose={onClose}>
    <Facts facts={[{ name: t('Type'), value: kind.title }, ...kind.fields.map(field => factOf(field, recipient))]} />
  </Dialog>
);

function factOf(field: RecipientField, { fields, secrets }: Recipient): Fact {
  const { name, title, secret } = field;
  if (secret) return { name: title, value: secrets.includes(name) ? t('is set') : '–' };
  const value = fields[name];
  if (value === undefined || value === '') return { name: title, value: '–' };
  if (typeof value === 'boolean') return { name: title, value: value ? t('yes') : t('no') };
  const option = specOfField(field).options.find(each => each.value === String(value));
  return { name: title, value: option?.label ?? String(value) };
}
