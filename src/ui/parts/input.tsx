import { h, type LooseInputHTMLAttributes } from 'preact';

/** An input whose type is known only when the page runs; JSX wants to know it before. */
export const Input = (props: LooseInputHTMLAttributes) => h('input', props);
