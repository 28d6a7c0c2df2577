import type { Piece } from './sentence.ts';

/** A rule's sentence; what is of the rule stands out. */
export const Sentence = ({ pieces }: { readonly pieces: readonly Piece[] }) => (
  <>{pieces.map(({ text, strong }, i) => (strong ? <strong key={i}>{text}</strong> : <span key={i}>{text}</span>))}</>
);
