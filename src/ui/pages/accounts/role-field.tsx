import type { Account } from '../../../api/contract.ts';
import { RadioGroup } from '../../parts/radio-group.tsx';
import { ROLE_TEXTS } from '../../text/roles.ts';
import { t } from '../../language/translate.ts';

const CHOICES = ROLE_TEXTS.map(({ role, name, can }) => ({ value: role, label: name, explanation: can }));

interface RoleFieldProps {
  readonly role: Account['role'];
  readonly onChange: (role: Account['role']) => void;
}

/** What an account may do. */
export const RoleField = ({ role, onChange }: RoleFieldProps) => (
  <RadioGroup label={t('Role')} value={role} choices={CHOICES} onChange={onChange} />
);
