/** What can be set, and where it is kept. */
export { Collection } from './collection.ts';
export { type ConfigPart, type NamedElsewhere, withIds } from './config-part.ts';
export { onOff, slider, whole } from './kinds.ts';
export { JsonFile, type StateFile } from './json-file.ts';
export { defineParam, type ParamDef } from './param.ts';
export { type LiveParam, ParamStore, STORED_PARAMS } from './params.ts';
