/** Carries out what is wished of a call; throws a Refusal. */
export type ActOnCall = (verb: string, body: object) => Promise<void>;
