/** Writes the types of src/api/contract.ts as JSON Schemas into src/api/contract-schemas.json, for the description of the API. */
import { writeFileSync } from 'node:fs';
import { CONTRACT_FILE, contractSchemas } from './contract/schemas.ts';

writeFileSync(CONTRACT_FILE, contractSchemas());
