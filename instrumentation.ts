/** Runs once at the start of the web process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { prepareProcess } = await import('#lib/http/process.ts');
  prepareProcess();
}
