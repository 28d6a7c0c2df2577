const OUTLINES = {
  accounts:
    'M7.5 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2 17a5.5 5.5 0 0 1 11 0M13 4.3a3 3 0 0 1 0 5.5M15 12.2a5.5 5.5 0 0 1 3 4.8',
  antenna:
    'M10 9.5v7.5M6.5 17h7M10 8.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4zM6.6 10.4a4.8 4.8 0 0 1 0-6.8M13.4 3.6a4.8 4.8 0 0 1 0 6.8M4.2 12.6a8 8 0 0 1 0-11.2M15.8 1.4a8 8 0 0 1 0 11.2',
  audio: 'M3 7.5h3L10.5 4v12L6 12.5H3zM13.5 7.2a4 4 0 0 1 0 5.6M15.8 5a7 7 0 0 1 0 10',
  bolt: 'M11.5 2L4.5 11.5h4.5L8 18l7.5-9.5H11z',
  check: 'M4 10.5l4 4 8-9',
  clips:
    'M7.5 15V4.5L16 3v10.5M7.5 15a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0zM16 13.5a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0z',
  close: 'M5 5l10 10M15 5L5 15',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  download: 'M10 3v9M6 8.5l4 4 4-4M4 16.5h12',
  equalizer: 'M4 16.5v-5M8 16.5V4M12 16.5v-8M16 16.5v-3',
  hide: 'M1.8 10s3-5.2 8.2-5.2 8.2 5.2 8.2 5.2-3 5.2-8.2 5.2S1.8 10 1.8 10zM3.5 16.5l13-13',
  layers: 'M10 3l7.5 4L10 11 2.5 7zM3.5 10.5L10 14l6.5-3.5M3.5 13.5L10 17l6.5-3.5',
  leave: 'M8 3.5H4v13h4M9 10h8M14 7l3 3-3 3',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  microphone:
    'M10 2.5a2.5 2.5 0 0 1 2.5 2.5v4.5a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM5 9.5a5 5 0 0 0 10 0M10 14.5v3M7 17.5h6',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z',
  plug: 'M7 2.5v4M13 2.5v4M5 6.5h10v3a5 5 0 0 1-10 0zM10 14.5v3',
  plus: 'M10 4v12M4 10h12',
  radio: 'M3 8h14v9H3zM5 8l9-4.5M6.5 11.5h3M13 10.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  remove: 'M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.8 11h7.4l.8-11M8.3 8.5v5M11.7 8.5v5',
  renew: 'M4 10a6 6 0 0 1 10.5-4M16 10a6 6 0 0 1-10.5 4M14.8 2.8v3.4h-3.4M5.2 17.2v-3.4h3.4',
  rename: 'M4 16l.8-3.4 8.4-8.4a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2z',
  search: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM12.7 12.7L17 17',
  show: 'M1.8 10s3-5.2 8.2-5.2 8.2 5.2 8.2 5.2-3 5.2-8.2 5.2S1.8 10 1.8 10zM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z',
  sliders:
    'M4 3v6M4 13v4M10 3v2M10 9v8M16 3v8M16 15v2M4 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM10 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM16 11a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  speech: 'M3 4h14v9.5H9.5L6 17v-3.5H3zM6.5 7.5h7M6.5 10.2h5',
  status: 'M2 10h3.5l2-5.5 4 11 2.2-5.5H18',
  storage: 'M5.5 3h6.5l3.5 3.5V17h-10zM8 3v3.5M10.5 3v3.5M8 12.5h5',
  sun: 'M10 6.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4',
  tool: 'M16.6 5.2a4.2 4.2 0 0 1-5.6 5.4l-5.4 5.4a1.7 1.7 0 0 1-2.4-2.4l5.4-5.4a4.2 4.2 0 0 1 5.4-5.6l-2.5 2.5.5 2.1 2.1.5z',
  upload: 'M10 12.5v-9M6 7l4-4 4 4M4 16.5h12',
  user: 'M10 3.3a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM3.8 17a6.2 6.2 0 0 1 12.4 0',
  warning: 'M10 3l8 14H2zM10 8v4M10 14.4v.2',
} as const;

const SOLIDS = {
  more: 'M10 3.2a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM10 8.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM10 13.6a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z',
  play: 'M6 3.8l10.5 6.2L6 16.2z',
  stop: 'M5.5 5.5h9v9h-9z',
} as const;

export type IconName = keyof typeof OUTLINES | keyof typeof SOLIDS;

/** A small picture beside words, or in a button that has a name of its own; never alone. */
export function Icon({ name }: { readonly name: IconName }) {
  const solid = name in SOLIDS;
  const path = { ...OUTLINES, ...SOLIDS }[name];
  return (
    <svg class={solid ? 'icon solid' : 'icon'} viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
