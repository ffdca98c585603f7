/** Shorter ones stand in too many words that mean nothing. */
const shortest = 4;
/** So much of a secret's beginning is not left at a cut. */
const leastBeginning = 6;

function spellingsOf(value: string): string[] {
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')];
}

/** Without the beginning of a secret at its end: the text goes up to where something was cut for show. */
function withoutBeginning(text: string, secrets: string[]): string {
  for (const secret of secrets)
    for (let length = Math.min(secret.length - 1, text.length); length >= leastBeginning; length--)
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
  return text;
}

/** Takes every secret out of a text, as it is and as it is written in addresses, JSON and Basic credentials; also one that a cut (…) went through. */
export function createHider(values: (string | undefined)[]): (text: string) => string {
  const given = values.filter((value): value is string => value !== undefined && value.length >= shortest);
  const secrets = [...new Set(given.flatMap(spellingsOf))].toSorted((a, b) => b.length - a.length);
  if (secrets.length === 0) return (text) => text;
  return (text) => {
    const parts = secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).split('…');
    const last = parts.pop() ?? '';
    return [...parts.map((part) => withoutBeginning(part, secrets)), last].join('…');
  };
}
