/** Where the page is. */
export const EVENTS_PATH = '/system/events';

/** What a tab is given. */
export interface TabProps {
  /** What of the tab is open: the address behind its own. */
  readonly item: string | undefined;
}
