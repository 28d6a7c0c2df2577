const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Text as content or attribute value of XML 1.0 or HTML. All but ASCII becomes character references, so it is right in
 * whatever encoding the document names; control characters, which XML forbids, are left out.
 */
export const escapeXml = (text: string) =>
  text
    .replaceAll(/[&<>"]/g, character => ENTITIES[character] ?? character)
    .replaceAll(/[^\x20-\x7e]/gu, character => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0xa0 || (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xffff ? '' : `&#${code};`;
    });
