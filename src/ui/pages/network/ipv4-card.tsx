import { useState } from 'preact/hooks';
import type { Network } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { Check } from '../../events/check.tsx';
import { Card } from '../../parts/card.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { ipv4Number, maskOf, prefixOf, sameSubnet } from '../../text/subnet.ts';
import { useSection } from './use-section.ts';
import { t } from '../../language/translate.ts';

const ADDRESS = 'ipv4.address';
const PREFIX = 'ipv4.prefix';
const FIELDS = [ADDRESS, PREFIX, 'ipv4.router'];

/** How the speaker gets its address. */
export function Ipv4Card({ known }: { readonly known: Network }) {
  const { draft, set, save } = useSection('ipv4', known.settings);
  const [mask, setMask] = useState<string | undefined>();
  const isFixed = draft.mode === 'static';
  const send = async () => {
    const prefix = prefixOf(mask ?? maskOf(draft.prefix));
    if (prefix === undefined)
      throw new Refusal({ message: t('Type a subnet mask like 255.255.255.0.'), field: PREFIX });
    await save({ prefix, address: draft.address.trim(), router: draft.router.trim() });
    setMask(undefined);
  };
  return (
    <Card title="IPv4">
      <SubmitForm submit={t('Save IPv4')} busy={busyText(isFixed)} fields={FIELDS} onSubmit={send}>
        <Check
          label={t('Assign IPv4 automatically')}
          hint={t('A DHCP server on the network gives the address.')}
          on={!isFixed}
          onChange={automatic => set({ mode: automatic ? 'dhcp' : 'static' })}
        />
        {!isFixed && (
          <Check
            label={t('Fallback to static IP address if DHCP is not available')}
            hint={t('Beside the link-local address, which the speaker takes in any case.')}
            on={draft.fallback}
            onChange={fallback => set({ fallback })}
          />
        )}
        {(isFixed || draft.fallback) && (
          <>
            <TextField
              label={t('IP address')}
              name={ADDRESS}
              value={draft.address}
              onInput={address => set({ address })}
            />
            <TextField label={t('Subnet mask')} name={PREFIX} value={mask ?? maskOf(draft.prefix)} onInput={setMask} />
            <TextField
              label={t('Router')}
              name="ipv4.router"
              value={draft.router}
              hint={t('Empty where the speaker need not leave its network.')}
              onInput={router => set({ router })}
            />
          </>
        )}
        {isFixed && <Elsewhere known={known} address={draft.address} />}
      </SubmitForm>
    </Card>
  );
}

const busyText = (isFixed: boolean) => (isFixed ? t('Checking the address …') : t('Saving …'));

/** An address in another subnet is reached from another one: better known before than after. */
function Elsewhere({ known: { state }, address }: { readonly known: Network; readonly address: string }) {
  const present = state.addresses.find(each => each.origin !== 'Link local' && ipv4Number(each.address) !== undefined);
  if (present === undefined || sameSubnet(address, present.address, present.prefix) !== false) return null;
  return (
    <p class="notice" role="status">
      {t(
        'This address is not in the speaker’s present subnet ({address}, {mask}). This computer can only reach it there if its own network leads there.',
        { address: present.address, mask: maskOf(present.prefix) },
      )}
    </p>
  );
}
