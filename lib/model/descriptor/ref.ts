export interface Ref {
  kind: string;
  namespace: string;
  name: string;
}

/** `[kind:][namespace/]name` of Backstage, in lower case; null for what is no reference. */
export function parseRef(text: string, defaultKind: string, defaultNamespace = 'default'): Ref | null {
  const match = /^(?:([^:/\s]+):)?(?:([^:/\s]+)\/)?([^:/\s]+)$/.exec(text.trim());
  if (!match?.[3]) return null;
  const [, kind = defaultKind, namespace = defaultNamespace, name] = match;
  return { kind: kind.toLowerCase(), namespace: namespace.toLowerCase(), name: name.toLowerCase() };
}

export function refText({ kind, namespace, name }: Ref): string {
  return `${kind}:${namespace}/${name}`;
}
