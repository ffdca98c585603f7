/** Brackets, and quoted texts that may hold some. */
const tokens = /[[\]{}]|"(?:[^"\\\n]|\\.)*"/g;

/** Whether brackets stand in each other deeper than `most`: told before any parser recurses into them. */
export function isNestedDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > most) return true;
  }
  return false;
}

/** Whether lines begin deeper and deeper: blocks within blocks. */
export function isIndentedDeeper(text: string, most: number): boolean {
  const columns: number[] = [];
  for (const line of text.split('\n')) {
    const dashes = /^(?:[ ]*-[ ]+)*[ ]*/.exec(line)?.[0] ?? '';
    if (dashes.length === line.length) continue;
    while ((columns.at(-1) ?? -1) >= dashes.length) columns.pop();
    columns.push(dashes.length);
    if (columns.length > most || (dashes.match(/-/g)?.length ?? 0) > most) return true;
  }
  return false;
}
