/** The whole configuration as one document. */
export { Configuration } from './configuration.ts';
export { isSetting, settingsConfigPart } from './settings-part.ts';
export { undoFile } from './undo.ts';
