import { useState } from 'preact/hooks';
import type { Rule } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { draftOf, newRule, type RuleDraft } from './rule-draft.ts';

const PLACE = 'rule ';

/** A rule that is being written: it is kept when the page is left, until it is saved or thrown away. */
export function useRuleDraft(rule: Rule | undefined) {
  const { drafts } = useSpeaker();
  const place = `${PLACE}${rule?.id ?? 'new'}`;
  const fresh = () => (rule === undefined ? newRule() : draftOf(rule));
  const [before] = useState(() => drafts.get(place) as RuleDraft | undefined);
  const [draft, setDraft] = useState(() => before ?? fresh());
  const [resumed, setResumed] = useState(before !== undefined);
  const isChanged = () => JSON.stringify(draft) !== JSON.stringify(fresh());
  return {
    draft,
    /** Whether it was begun before, and not saved. */
    resumed,
    isChanged,
    edit: (next: RuleDraft) => {
      setDraft(next);
      drafts.keep(place, next);
    },
    /** Throws away what was kept. */
    drop: () => drafts.drop(place),
    /** The same to be written on later. */
    keep: () => drafts.keep(place, draft),
    startOver: () => {
      drafts.drop(place);
      setDraft(fresh());
      setResumed(false);
    },
  };
}

/** The rules that somebody has not finished: their numbers, or `new`. */
export function useUnfinished() {
  const { drafts } = useSpeaker();
  return drafts
    .places()
    .filter(place => place.startsWith(PLACE))
    .map(place => ({ item: place.slice(PLACE.length), drop: () => drafts.drop(place) }));
}
