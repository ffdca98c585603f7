/** Letters and digits of which no two look alike across a room. */
export const pairingAlphabet = 'ACDEFGHJKMNPQRTUVWXY34679';
export const pairingLength = 8;
export const pairingMinutes = 10;

/** `ACDE-3467`, as screens show it. */
export function formatPairingCode(code: string): string {
  return `${code.slice(0, pairingLength / 2)}-${code.slice(pairingLength / 2)}`;
}

/** A code as somebody typed it, in whatever case and with whatever between; null when it is none. */
export function readPairingCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  return code.length === pairingLength && [...code].every((letter) => pairingAlphabet.includes(letter)) ? code : null;
}
