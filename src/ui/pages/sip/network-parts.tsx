import { Check } from '../../events/check.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { DraftText } from '../../parts/draft-text.tsx';
import type { SipAccountDraft, SipDraftProps } from './account-draft.ts';
import { ENCRYPTIONS, KEY_EXCHANGES, TRANSPORTS } from './words.ts';
import { t } from '../../language/translate.ts';

/** Where the account is known, and the way there. */
export const ServersPart = ({ draft, set }: SipDraftProps) => (
  <fieldset class="part">
    <legend>{t('Server')}</legend>
    <Check
      label={t('Registered')}
      hint={t('The speaker registers at the server, which then sends it its calls.')}
      on={draft.registered}
      onChange={registered => set({ registered })}
    />
    <DraftText draft={draft} set={set} label={t('Domain')} name="domain" />
    <DraftText
      draft={draft}
      set={set}
      label={t('Registrar')}
      name="registrar"
      hint={t('Empty where the domain’s own server is asked.')}
    />
    <DraftText draft={draft} set={set} label={t('Secondary domain')} name="secondaryDomain" />
    <DraftText
      draft={draft}
      set={set}
      label={t('Secondary registrar')}
      name="secondaryRegistrar"
      hint={t('Asked where the first does not answer.')}
    />
    <DraftText
      draft={draft}
      set={set}
      label={t('Proxies')}
      name="proxies"
      hint={t('The first first, separated by commas; four at the most.')}
    />
    <Check label={t('Prioritize IPv6')} on={draft.preferIpv6} onChange={preferIpv6 => set({ preferIpv6 })} />
    <Check
      label={t('Allow MWI')}
      hint={t('Message waiting indication: the server tells of voice mail.')}
      on={draft.allowMwi}
      onChange={allowMwi => set({ allowMwi })}
    />
  </fieldset>
);

/** How signalling and sound are carried. */
export const EncryptionPart = ({ draft, set }: SipDraftProps) => (
  <fieldset class="part">
    <legend>{t('Transport and encryption')}</legend>
    <Field label={t('Transport mode')}>
      {control => (
        <Select
          control={control}
          value={draft.transport}
          options={TRANSPORTS}
          onChange={transport => set({ transport: transport as SipAccountDraft['transport'] })}
        />
      )}
    </Field>
    <Field label={t('Media encryption')}>
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
      <Field label={t('Media keys')}>
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
      label={t('Verify server certificate')}
      on={draft.verifyServerCertificate}
      onChange={verifyServerCertificate => set({ verifyServerCertificate })}
    />
    <Check
      label={t('SIP secure')}
      hint={t('Addresses begin with sips:.')}
      on={draft.sips}
      onChange={sips => set({ sips })}
    />
  </fieldset>
);
