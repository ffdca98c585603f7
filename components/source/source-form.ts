import type { MetricsSource, MetricsSourcePatch, NewMetricsSource, SourceTrial } from '#lib/model/metrics-source.ts';

export type Access = 'open' | 'basic' | 'bearer';

/** A source as the form holds it. An empty secret is the one that is stored. */
export interface SourceForm {
  name: string;
  displayName: string;
  url: string;
  access: Access;
  username: string;
  password: string;
  bearerToken: string;
  tenant: string;
}

export const emptySource: SourceForm = {
  ...{ name: '', displayName: '', url: '', access: 'open', username: '', password: '', bearerToken: '', tenant: '' },
};

export function formOfSource({ name, displayName, url, tenant, username, hasBearerToken }: MetricsSource): SourceForm {
  const access = hasBearerToken ? 'bearer' : username === null ? 'open' : 'basic';
  return { ...emptySource, name, displayName, url, access, username: username ?? '', tenant: tenant ?? '' };
}

/** What is sent of the credentials: null removes, left out keeps. */
function secretsOf({ access, username, password, bearerToken }: SourceForm) {
  const given = (text: string) => (text === '' ? {} : { secret: text });
  const part = (isMeant: boolean, text: string) => (isMeant ? given(text).secret : null);
  const [sentPassword, sentToken] = [part(access === 'basic', password), part(access === 'bearer', bearerToken)];
  return {
    username: access === 'basic' ? username || null : null,
    ...(sentPassword === undefined ? {} : { password: sentPassword }),
    ...(sentToken === undefined ? {} : { bearerToken: sentToken }),
  };
}

const placeOf = (form: SourceForm) => ({ url: form.url.trim(), tenant: form.tenant.trim() || null, ...secretsOf(form) });

export function newSourceOf(form: SourceForm): NewMetricsSource {
  return { name: form.name, ...(form.displayName.trim() ? { displayName: form.displayName } : {}), ...placeOf(form) };
}

export function sourcePatchOf(form: SourceForm): MetricsSourcePatch {
  return { displayName: form.displayName.trim() || form.name, ...placeOf(form) };
}

/** A trial of what stands in the form; `known`: the source that is edited, whose stored credentials may be used. */
export function trialOf(form: SourceForm, known: string | null): SourceTrial {
  return { ...(known === null ? {} : { name: known }), ...placeOf(form) };
}
