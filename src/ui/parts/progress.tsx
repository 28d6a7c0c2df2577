interface ProgressProps {
  readonly label: string;
  /** 0..1; undefined where nobody knows how long it takes. */
  readonly share: number | undefined;
}

/** How far something has got. */
export function Progress({ label, share }: ProgressProps) {
  const percent = share === undefined ? undefined : Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <div
      class={percent === undefined ? 'progress endless' : 'progress'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i style={{ width: `${percent ?? 30}%` }} />
    </div>
  );
}
