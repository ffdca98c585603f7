import type { Credentials } from './credential.ts';

/** A shorter text is no secret, and taking it out would leave nothing readable. */
const least = 4;

function secretsOf({ token, apiKey, basic, schemes, headers }: Credentials): string[] {
  const password = basic?.slice(basic.indexOf(':') + 1);
  const values = [token, apiKey, basic, password, ...Object.values(schemes ?? {}), ...Object.values(headers ?? {})];
  const secrets = values.filter((value): value is string => value !== undefined && value.length >= least);
  const spellings = secrets.flatMap((value) => [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString('base64'),
  ]);
  return [...new Set(spellings)].toSorted((a, b) => b.length - a.length);
}

/** Without the beginning of a secret at its end: texts are cut for show, and a cut may go through one. */
function withoutBeginning(text: string, secrets: string[]): string {
  for (const secret of secrets)
    for (let length = Math.min(secret.length - 1, text.length); length >= least; length--)
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
  return text;
}

/** Takes every credential out of a text. */
export function createHider(credentials: Credentials): (text: string) => string {
  const secrets = secretsOf(credentials);
  if (secrets.length === 0) return (text) => text;
  return (text) => {
    const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
    const parts = hidden.split('…').map((part) => withoutBeginning(part, secrets));
    return parts.join('…');
  };
}
