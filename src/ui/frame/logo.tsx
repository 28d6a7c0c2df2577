/** The mark of the product: a horn that calls. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
    <path class="horn" d="M6 12.5h5l9-6.5v20l-9-6.5H6z" />
    <path class="call" d="M23.5 12.2a5.4 5.4 0 0 1 0 7.6M26.4 9a10 10 0 0 1 0 14" />
  </svg>
);
