import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Field } from '../../parts/field.tsx';
import { clipLink, type ClipLink } from './clip-link.ts';
import { origins } from './origins.ts';
import { t } from '../../language/translate.ts';

/** The addresses that play a clip, by both protocols, and what to do with them. Empty while there is nothing to play. */
export function PlayLinks({ link: play }: { readonly link: ClipLink | undefined }) {
  const { settings, settingAt, device } = useSpeaker();
  useResource(settings);
  const addresses = useResource(device)?.addresses ?? [];
  const port = (path: string) => {
    const value = settingAt.value.get(path)?.value;
    return value === undefined ? undefined : Number(value);
  };
  const { http, https } = origins(location, { http: port('System.BoaPort'), https: port('System.HTTPSPort') });
  const link = (origin: string) => (play === undefined ? '' : clipLink(origin, play));
  return (
    <>
      <LinkField label={t('Link (HTTP)')} copy={t('Copy HTTP link')} text={link(http)} />
      {settingAt.value.get('HTTPS.Enabled')?.value !== false && (
        <LinkField label={t('Link (HTTPS)')} copy={t('Copy HTTPS link')} text={link(https)} />
      )}
      <p class="field-hint">
        {t(
          'Paste it as the URL of an HTTP recipient in the camera, with the user name and password of an account on this speaker. An account with the role Viewer is enough.',
        )}
      </p>
      <LoopbackWarning addresses={addresses} />
    </>
  );
}

interface LinkFieldProps {
  readonly label: string;
  readonly copy: string;
  readonly text: string;
}

const LinkField = ({ label, copy, text }: LinkFieldProps) => (
  <Field label={label}>
    {control => (
      <div class="with-after">
        <textarea
          {...control}
          class="input link"
          readOnly
          rows={3}
          value={text}
          onFocus={event => event.currentTarget.select()}
        />
        <CopyButton label={copy} text={text} disabled={text === ''} />
      </div>
    )}
  </Field>
);

function LoopbackWarning({ addresses: [address] }: { readonly addresses: readonly string[] }) {
  if (!/^(localhost|127\.|\[::1\])/.test(location.hostname)) return null;
  return (
    <p class="notice">
      {address === undefined
        ? t('A camera cannot reach “{host}”. Open this page at the speaker’s own address and create the link there.', {
            host: location.hostname,
          })
        : t(
            'A camera cannot reach “{host}”. Open this page at the speaker’s own address, for example {address}, and create the link there.',
            { host: location.hostname, address },
          )}
    </p>
  );
}
