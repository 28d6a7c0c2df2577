import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';

const ROOT = join(import.meta.dirname, '../..');

describe('links in the documentation', () => {
  it('lead to files that exist', () => {
    const pages = execFileSync('git', ['-C', ROOT, 'ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');
    assert.ok(pages.length > 10);
    const broken = pages.flatMap(page =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!\w+:)([^)#\s]+)(?:#[^)\s]*)?\)/gu)]
        .map(([, link = '']) => link)
        .filter(link => !existsSync(join(ROOT, dirname(page), link)))
        .map(link => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });
});
