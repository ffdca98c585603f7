import type { z } from 'zod';
import { isPlainHttpUrl, type linkSchema } from '../service.ts';

export type Link = z.infer<typeof linkSchema>;
export type LinkKind = Link['kind'];
export const linkKinds: readonly LinkKind[] = ['runbook', 'repository', 'dashboard', 'chat'];

const patterns: [LinkKind, RegExp][] = [
  ['runbook', /run-?_?books?|playbook|operations? (guide|manual)|troubleshoot/i],
  ['chat', /\b(slack|chat|chat_channel|teams|discord|mattermost|rocket\.?chat|zulip|channel|irc)\b/i],
  ['dashboard', /dashboard|grafana|kibana|monitor|metrics|observab|\bapm\b|datadog|new-?relic|telemetry/i],
  ['repository', /\b(repo|repos|repository|source|source-?code|code|scm|git|github|gitlab|bitbucket|gitea)\b/i],
];

const hosts: [LinkKind, RegExp][] = [
  ['chat', /(^|\.)(slack\.com|discord\.(com|gg)|teams\.microsoft\.com)$/i],
  ['repository', /(^|\.)(github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org)$/i],
  ['dashboard', /(^|\.)(grafana\.net|datadoghq\.(com|eu)|kibana|grafana|newrelic\.com)(\.|$)/i],
];

/** Which of our kinds a link is, by what it says of itself, then by where it leads; null for any other. */
export function linkKindOf(words: (string | null)[], url: string): LinkKind | null {
  for (const word of words) {
    const found = word === null ? undefined : patterns.find(([, pattern]) => pattern.test(word.replaceAll('_', ' ')) || pattern.test(word));
    if (found) return found[0];
  }
  if (words.some((word) => word !== null && /^(docs?|documentation|wiki|other|ticket|issue|project|incident|status)/i.test(word))) return null;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return hosts.find(([, pattern]) => pattern.test(host))?.[0] ?? null;
}

/** A link of one of our kinds; null for all else. */
export function linkOf(words: (string | null)[], url: string | null): Link | null {
  if (url === null || !isPlainHttpUrl(url)) return null;
  const kind = linkKindOf(words, url);
  return kind && { kind, url };
}

const forges: Record<string, string> = { github: 'https://github.com/', gitlab: 'https://gitlab.com/', bitbucket: 'https://bitbucket.org/' };

/** `org/repo` at a provider, or a URL, as the address of a repository. */
export function repositoryUrl(text: string, provider: string | null): string | null {
  const plain = text
    .trim()
    .replace(/^url:/, '')
    .replace(/^git@([^:/]+):/, 'https://$1/')
    .replace(/^(ssh|git):\/\/(git@)?/, 'https://');
  if (isPlainHttpUrl(plain)) return plain;
  const forge = forges[(provider ?? 'github').toLowerCase()];
  return forge && /^[\w.-]+(\/[\w.-]+)+$/.test(plain) ? forge + plain : null;
}

/** The same as a link; null for what is no address of a repository. */
export function repositoryLink(text: string | null, provider: string | null): Link | null {
  const url = text === null ? null : repositoryUrl(text, provider);
  return url === null ? null : { kind: 'repository', url };
}
