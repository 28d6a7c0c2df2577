import { createGenerator } from 'ts-json-schema-generator';

const path = (relative: string) => new URL(`../../${relative}`, import.meta.url).pathname;

export const CONTRACT_FILE = path('src/api/contract-schemas.json');

/** All types that page and speaker share, as JSON Schemas by their names; they refer to each other as OpenAPI has it. */
export function contractSchemas(): string {
  const generator = createGenerator({
    path: path('src/api/contract.ts'),
    tsconfig: path('tsconfig.json'),
    type: '*',
    expose: 'export',
    jsDoc: 'none',
    // The compiler has checked them, or will.
    skipTypeCheck: true,
  });
  const { definitions = {} } = generator.createSchema('*');
  const sorted = Object.entries(definitions).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(sorted), undefined, 1);
  return `${text.replaceAll('#/definitions/', '#/components/schemas/')}\n`;
}
