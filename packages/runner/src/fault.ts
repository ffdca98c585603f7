/** What the caller did wrong or met: its message is all that is shown. */
export class CommandError extends Error {
  override name = 'CommandError';
}
