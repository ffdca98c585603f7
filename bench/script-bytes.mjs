/**
 * Counts the JavaScript that a page loads, as it is transferred, from now on.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<() => number>} what has come so far, in bytes
 */
export async function countScriptBytes(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  return () => bytes;
}
