import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { billOfMaterials } from '../../../scripts/image/bill.ts';
import { recipeOf } from '../../../scripts/image/recipe.ts';

interface Bill {
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly components: readonly {
    name: string;
    version: string;
    purl: string;
    hashes: readonly { content: string }[];
  }[];
}

describe('the bill of materials', () => {
  const systemd = {
    name: 'systemd',
    version: '257.8-1~deb13u2',
    architecture: 'arm64',
    url: 'http://deb.debian.org/debian/pool/main/s/systemd/systemd_257.8-1~deb13u2_arm64.deb',
    sha256: 'ab'.repeat(32),
  };
  const recipe = recipeOf({ board: 'pi4', version: '1.2.3' });
  const bill = () => JSON.parse(billOfMaterials(recipe, [systemd, systemd])) as Bill;

  it('names every Debian package once, with its sum and its package URL', () => {
    const found = bill().components.filter(({ name }) => name === 'systemd');
    assert.equal(found.length, 1);
    assert.equal(found[0]?.purl, 'pkg:deb/debian/systemd@257.8-1~deb13u2?arch=arm64&distro=trixie');
    assert.equal(found[0].hashes[0]?.content, systemd.sha256);
  });

  it('names the npm packages that are bundled, but not the tools of development', () => {
    const names = bill().components.map(({ name }) => name);
    assert.ok(names.includes('koa') && names.includes('@fastify/busboy'));
    assert.ok(!names.includes('typescript') && !names.includes('mocha'));
  });

  it('is the same each time for the same parts', () => {
    assert.equal(billOfMaterials(recipe, [systemd]), billOfMaterials(recipe, [systemd]));
    assert.match(bill().serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
