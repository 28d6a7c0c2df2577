/** Collects the texts of the page into src/ui/language/keys.json, and what the search finds; tells what the dictionaries lack. */
import { writeFileSync } from 'node:fs';
import { allTexts, INDEX_FILE, jsonOf, KEYS_FILE, LANGUAGES, lacksOf } from './languages/dictionaries.ts';
import { searchIndex } from './languages/search-index.ts';

const texts = allTexts();
writeFileSync(INDEX_FILE, jsonOf(searchIndex()));
writeFileSync(KEYS_FILE, jsonOf(Object.fromEntries(texts)));
console.log(`${texts.size} texts`);
let lacks = 0;
for (const language of LANGUAGES) {
  const { missing, unused, different } = lacksOf(language, texts);
  lacks += missing.length + unused.length + different.length;
  console.log(
    `${language}: ${missing.length} missing, ${unused.length} unused, ${different.length} with other placeholders`,
  );
  const told = [...unused.map(key => `unused: ${key}`), ...different.map(key => `placeholders: ${key}`)];
  if (missing.length <= 100) told.push(...missing.map(key => `missing: ${key}`));
  for (const line of told) console.log(`  ${line}`);
}
process.exitCode = lacks === 0 ? 0 : 1;
