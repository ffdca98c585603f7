/** `catalog/../docs/./api.yaml` → `docs/api.yaml`; null for what leads out of the upload. */
export function plainPath(path: string): string | null {
  const steps: string[] = [];
  for (const step of path.replaceAll('\\', '/').split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return null;
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** Whether any file fits a pattern such as `./services/*.yaml` that stands in `from`. */
export function hasFileLike(files: ReadonlyMap<string, string>, from: string, pattern: string): boolean {
  const whole = plainPath(folderOf(from) + pattern);
  if (whole === null) return false;
  const steps = whole.split('/').map((step) =>
    step === '**'
      ? '.*'
      : step
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replace(/\*+/g, '[^/]*')
          .replaceAll('?', '[^/]'),
  );
  const wanted = new RegExp(`^${steps.join('/').replaceAll('.*/', '(.*/)?')}$`);
  return [...files.keys()].some((path) => wanted.test(path));
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** The file that `path` means when it stands in `from`. Files that came without folders are found by their own name. */
export function findFile(files: ReadonlyMap<string, string>, from: string, path: string): { path: string; text: string } | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return null;
  for (const candidate of [plainPath(folderOf(from) + path), plainPath(path.replace(/^\/+/, ''))]) {
    const text = candidate === null ? undefined : files.get(candidate);
    if (candidate !== null && text !== undefined) return { path: candidate, text };
  }
  const own = path.split('/').at(-1) ?? path;
  const text = files.get(own);
  return text === undefined ? null : { path: own, text };
}
