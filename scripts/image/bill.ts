import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from './apt-root.ts';
import type { Recipe } from './recipe.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/**
 * The software bill of materials, CycloneDX 1.6 in JSON: every Debian package of the root and of the boot chain, every npm
 * package that the programs are bundled of.
 */
export function billOfMaterials(recipe: Recipe, debian: readonly Package[]): string {
  const components = [...debian.map(debianComponent), ...npmComponents(recipe.root)].sort((a, b) =>
    a['bom-ref'] < b['bom-ref'] ? -1 : 1,
  );
  const unique = components.filter((one, place) => one['bom-ref'] !== components[place - 1]?.['bom-ref']);
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([recipe.board, recipe.version, unique]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(recipe.epoch * 1000).toISOString(),
      component: {
        type: 'operating-system',
        'bom-ref': 'stentor',
        name: `stentor-${recipe.board}`,
        version: recipe.version,
      },
    },
    components: unique,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function debianComponent({ name, version, architecture, url, sha256 }: Package) {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=trixie`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    hashes: sha256 === '' ? [] : [{ alg: 'SHA-256', content: sha256 }],
    externalReferences: [{ type: 'distribution', url }],
  };
}

function npmComponents(root: string) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true)
    .map(([path, { version = '', integrity, license }]) => {
      const name = path.replace(/^.*node_modules\//, '');
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      const sum = integrity?.startsWith('sha512-') === true ? integrity.slice(7) : undefined;
      return {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        purl,
        hashes: sum === undefined ? [] : [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }],
        ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
      };
    });
}

/** A UUID (version 8, RFC 9562 section 5.8) that is the same for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
