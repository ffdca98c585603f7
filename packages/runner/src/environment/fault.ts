/** What is wrong with an environment, in words: the name of the service, what happened, its last log lines, what to do. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}
