import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { allTexts, INDEX_FILE, KEYS_FILE, LANGUAGES, lacksOf } from '../../../../scripts/languages/dictionaries.ts';
import { searchIndex } from '../../../../scripts/languages/search-index.ts';

describe('the dictionaries', function () {
  this.timeout(60_000);
  let texts: ReturnType<typeof allTexts>;
  before(() => {
    texts = allTexts();
  });

  it('are for the texts that are in the list: `npm run languages` renews it', () => {
    assert.deepEqual(JSON.parse(readFileSync(KEYS_FILE, 'utf8')), Object.fromEntries(texts));
  });

  it('and what the search finds is what stands on the pages', () => {
    const index = searchIndex();
    assert.deepEqual(JSON.parse(readFileSync(INDEX_FILE, 'utf8')), index);
    const unknown = index
      .flatMap(({ texts: shown }) => shown)
      .filter(text => /\p{Ll}{2}/u.test(text) && !texts.has(text));
    const names = ['Bonjour', 'Home Assistant', 'IPv4', 'IPv6', 'Snapcast'];
    assert.deepEqual(
      unknown.filter(text => !names.includes(text)),
      [],
    );
  });

  for (const language of LANGUAGES) {
    it(`${language} puts the same values into its texts, and has no text that nobody says`, () => {
      const { unused, different } = lacksOf(language, texts);
      assert.deepEqual({ unused, different }, { unused: [], different: [] });
    });
    it(`${language} has every text`, () => {
      assert.deepEqual(lacksOf(language, texts).missing, []);
    });
  }
});
