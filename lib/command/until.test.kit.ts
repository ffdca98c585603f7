/** Asks again and again until there is something; fails with the question after `ms`. */
export async function until<T>(what: () => Promise<T | null | undefined | false>, ms = 15_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await what();
    if (found) return found;
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
