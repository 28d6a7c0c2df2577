/** Makes the development keys in the folder that is named: npx tsx scripts/image-keys.ts FOLDER. */
import { makeKeys } from './image/keys.ts';

makeKeys(process.argv[2] ?? 'appliance/keys');
