/** What the speaker takes as a password: 1 to 64 printable ASCII characters, and nothing more is asked. */
export function passwordProblem(password: string): string | undefined {
  if (password === '') return 'Type a password.';
  if (password.length > 64) return `Use 64 characters at most. These are ${password.length}.`;
  if (!/^[ -~]+$/.test(password)) return 'Use only letters A to Z, digits, spaces and the signs of a US keyboard.';
  return undefined;
}
