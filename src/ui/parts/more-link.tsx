/** Leads from a card to the page that tells more. */
export const MoreLink = ({ to, text }: { readonly to: string; readonly text: string }) => (
  <a class="button small" href={to}>
    {text}
  </a>
);
