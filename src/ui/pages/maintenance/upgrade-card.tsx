import { useEffect } from 'preact/hooks';
import type { Upgrade } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { minute } from '../../text/when.ts';
import { ChooseRelease } from './choose-release.tsx';
import { FailedUpgrade } from './failed-upgrade.tsx';
import { ReleaseReady } from './release-ready.tsx';
import { Rollback } from './rollback.tsx';
import { Trial } from './trial.tsx';
import { useUpgradeNews } from './use-upgrade-news.ts';
import { t } from '../../language/translate.ts';

/** How often a release on trial is asked after, ms. */
const LOOK_MS = 15_000;

/** Upgrades of Stentor OS: which version runs, the way to another one, and what became of the last. */
export function UpgradeCard() {
  const { upgrade } = useSpeaker();
  const known = useResource(upgrade);
  useUpgradeNews(known);
  useEffect(() => {
    if (known?.committed !== false) return undefined;
    const timer = setInterval(() => void upgrade.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [known?.committed]);
  return (
    <Card title={t('Stentor OS upgrade')}>
      {known === undefined ? (
        <Waiting what={t('upgrades')} problem={upgrade.problem.value} onRetry={() => void upgrade.ask()} />
      ) : (
        <Known upgrade={known} />
      )}
    </Card>
  );
}

function Known({ upgrade }: { readonly upgrade: Upgrade }) {
  const { failure, problem, version } = upgrade;
  return (
    <>
      {failure?.acknowledged === false && <FailedUpgrade failure={failure} version={version} />}
      <Facts facts={factsOf(upgrade)} />
      {problem !== undefined && (
        <p class="notice error" role="alert">
          {t('The release was not installed: {problem}.', { problem })}
        </p>
      )}
      <Next upgrade={upgrade} />
    </>
  );
}

/** What is being done, or what one can do next. */
function Next({ upgrade }: { readonly upgrade: Upgrade }) {
  const { phase, committed, previous, bundle } = upgrade;
  if (phase === 'installing' || phase === 'restarting') return <Busy upgrade={upgrade} />;
  return (
    <>
      {!committed && <Trial upgrade={upgrade} />}
      {committed && bundle === undefined && <ChooseRelease upgrade={upgrade} />}
      {committed && bundle !== undefined && <ReleaseReady upgrade={upgrade} />}
      {previous !== undefined && <Rollback previous={previous} />}
    </>
  );
}

function factsOf({ version, kind, previous, lastUpgradeAt, failure }: Upgrade): Fact[] {
  const seen = failure?.acknowledged === true;
  return [
    {
      name: t('Stentor OS version'),
      value: version,
      note: kind === 'virtual' ? t('in virtual slots: the program is always this machine’s own') : undefined,
    },
    ...(previous === undefined ? [] : [{ name: t('Version before'), value: previous }]),
    ...(lastUpgradeAt === undefined ? [] : [{ name: t('Last upgrade'), value: minute(lastUpgradeAt) }]),
    ...(seen ? [{ name: t('Failed upgrade'), value: failure.version, note: failure.reason, bad: true }] : []),
  ];
}

function Busy({ upgrade: { phase, bundle, progress } }: { readonly upgrade: Upgrade }) {
  const version = bundle?.version ?? t('the other version');
  if (phase === 'restarting') {
    return (
      <div class="upgrade-step" role="status">
        <p>
          <strong>{t('The speaker restarts into Stentor OS {version}.', { version })}</strong>
        </p>
        <p>
          {t('This page comes back by itself. Log in again to see how it went. Keep the speaker connected to power.')}
        </p>
        <Progress label={t('Restarting')} share={undefined} />
      </div>
    );
  }
  return (
    <div class="upgrade-step">
      <p>
        <strong>{t('Installing Stentor OS {version}', { version })}</strong>{' '}
        <span class="upgrade-state">
          {progress?.step ?? ''} {progress === undefined ? '' : `${progress.percent} %`}
        </span>
      </p>
      <Progress
        label={t('Installation of Stentor OS {version}', { version })}
        share={progress && progress.percent / 100}
      />
      <p>{t('Keep the speaker connected to power. The version that runs stays untouched.')}</p>
    </div>
  );
}
