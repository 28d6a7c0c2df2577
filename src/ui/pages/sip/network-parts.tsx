import { Check } from '../../events/check.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { DraftText } from '../../parts/draft-text.tsx';
import type { SipAccountDraft, SipDraftProps } from './account-draft.ts';
import { ENCRYPTIONS, KEY_EXCHANGES, TRANSPORTS } from './words.ts';

/** Where the account is known, and the way there. */
export const ServersPart = ({ draft, set }: SipDraftProps) => (
  <fieldset class="part">
    <legend>Server</legend>
    <Check
      label="Registered"
      hint="The speaker registers at the server, which then sends it its calls."
      on={draft.registered}
      onChange={registered => set({ registered })}
    />
    <DraftText draft={draft} set={set} label="Domain" name="domain" />
    <DraftText
      draft={draft}
      set={set}
      label="Registrar"
      name="registrar"
      hint="Empty where the domain’s own server is asked."
    />
    <DraftText draft={draft} set={set} label="Secondary domain" name="secondaryDomain" />
    <DraftText
      draft={draft}
      set={set}
      label="Secondary registrar"
      name="secondaryRegistrar"
      hint="Asked where the first does not answer."
    />
    <DraftText
      draft={draft}
      set={set}
      label="Proxies"
      name="proxies"
      hint="The first first, separated by commas; four at the most."
    />
    <Check label="Prioritize IPv6" on={draft.preferIpv6} onChange={preferIpv6 => set({ preferIpv6 })} />
    <Check
      label="Allow MWI"
      hint="Message waiting indication: the server tells of voice mail."
      on={draft.allowMwi}
      onChange={allowMwi => set({ allowMwi })}
    />
  </fieldset>
);

/** How signalling and sound are carried. */
export const EncryptionPart = ({ draft, set }: SipDraftProps) => (
  <fieldset class="part">
    <legend>Transport and encryption</legend>
    <Field label="Transport mode">
      {control => (
        <Select
          control={control}
          value={draft.transport}
          options={TRANSPORTS}
          onChange={transport => set({ transport: transport as SipAccountDraft['transport'] })}
        />
      )}
    </Field>
    <Field label="Media encryption">
      {control => (
        <Select
          control={control}
          value={draft.mediaEncryption}
          options={ENCRYPTIONS}
          onChange={chosen => set({ mediaEncryption: chosen as SipAccountDraft['mediaEncryption'] })}
        />
      )}
    </Field>
    {draft.mediaEncryption !== 'none' && (
      <Field label="Media keys">
        {control => (
          <Select
            control={control}
            value={draft.keyExchange}
            options={KEY_EXCHANGES}
            onChange={chosen => set({ keyExchange: chosen as SipAccountDraft['keyExchange'] })}
          />
        )}
      </Field>
    )}
    <Check
      label="Verify server certificate"
      on={draft.verifyServerCertificate}
      onChange={verifyServerCertificate => set({ verifyServerCertificate })}
    />
    <Check label="SIP secure" hint="Addresses begin with sips:." on={draft.sips} onChange={sips => set({ sips })} />
  </fieldset>
);
