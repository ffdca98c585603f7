'use client';

import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { Fold } from '#components/registration/fold.tsx';
import classes from '#components/registration/registration.module.css';
import type { FormHandle } from '#components/registration/use-service-form.ts';
import { useSession } from '#components/session/session-query.ts';
import { Fault } from '#components/ui/fault.tsx';
import { fieldMessages } from '#lib/client/fault.ts';
import { MappingPreviewBox } from './mapping-preview.tsx';
import own from './source.module.css';
import { useMappingPreview, useMappingSuggestions } from './use-mapping.ts';
import { useSources } from './use-sources.ts';

const itself = '';

/** Where the signals come from: the service itself, or a server that scrapes it already. */
export function MappingFields({ form }: { form: FormHandle }) {
  const session = useSession();
  const sources = useSources({ enabled: session !== undefined && session.role !== 'guest' });
  const { metricsSource, metricsSelector, metricsPath } = form.values;
  const known = sources.data?.sources ?? [];
  const summary =
    metricsSource === null
      ? `the service itself${metricsPath === null ? '' : `, at ${metricsPath}`}`
      : `${metricsSource}, ${metricsSelector ?? 'no labels yet'}`;
  const choices = [
    { value: itself, label: 'The service itself' },
    ...known.map(({ name, displayName }) => ({ value: name, label: displayName })),
    ...(metricsSource !== null && !known.some(({ name }) => name === metricsSource)
      ? [{ value: metricsSource, label: `${metricsSource} (not registered)` }]
      : []),
  ];
  function choose(name: string) {
    form.set('metricsSource', name === itself ? null : name);
    if (name !== itself) return;
    form.set('metricsSelector', null);
    form.set('healthFromUp', false);
  }
  return (
    <Fold
      title="Signals"
      summary={summary}
      fields={['metricsSource', 'metricsSelector', 'healthFromUp']}
      faults={form.faults}
      open={metricsSource !== null}
    >
      <div className={classes.two}>
        <NativeSelect
          label="Signals come from"
          description={
            known.length === 0
              ? 'Admins add Prometheus servers under Admin, Metrics sources'
              : 'A server that scrapes the service already, or Signalbox'
          }
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          data={choices}
          value={metricsSource ?? itself}
          error={form.faults.metricsSource}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      </div>
      {metricsSource === null ? null : <Mapping form={form} source={metricsSource} />}
    </Fold>
  );
}

function Mapping({ form, source }: { form: FormHandle; source: string }) {
  const { metricsSelector, healthCheckPath, metricsPath, healthFromUp } = form.values;
  const { preview, error, isAsking } = useMappingPreview({ source, selector: metricsSelector ?? '', healthCheckPath, metricsPath });
  const messages = error ? fieldMessages(error) : {};
  return (
    <>
      <TextInput
        className={own.labels}
        label="Labels"
        description="As between the braces of PromQL"
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder='job="orders", namespace="shop"'
        autoComplete="off"
        spellCheck={false}
        value={metricsSelector ?? ''}
        error={form.faults.metricsSelector ?? messages.selector}
        onChange={(event) => form.set('metricsSelector', event.currentTarget.value || null)}
      />
      <Suggestions form={form} source={source} />
      {error && Object.keys(messages).length === 0 ? (
        <Fault error={error} what="The preview could not be made" />
      ) : (
        <MappingPreviewBox preview={preview} isAsking={isAsking} />
      )}
      <Checkbox
        label="Take its health from there too"
        description="The service is up while the server can scrape it. Choose this where Signalbox cannot reach the health path itself: a scrape says less than a health check."
        checked={healthFromUp}
        error={form.faults.healthFromUp}
        onChange={(event) => form.set('healthFromUp', event.currentTarget.checked)}
      />
    </>
  );
}

function Suggestions({ form, source }: { form: FormHandle; source: string }) {
  const { name, baseUrl, metricsSelector } = form.values;
  const { suggestions, reason, isKnown } = useMappingSuggestions(source, { name, baseUrl });
  const others = suggestions.filter(({ selector }) => selector !== metricsSelector);
  if (reason) return <p className={classes.note}>No suggestions: {reason}.</p>;
  if (isKnown && suggestions.length === 0)
    return <p className={classes.note}>Nothing there has the name or the address of this service. Give the labels by hand.</p>;
  if (others.length === 0) return null;
  return (
    <ul className={own.suggestions} aria-label="Suggested labels">
      {others.map(({ selector, why, targets }) => (
        <li key={selector} className={own.suggestion}>
          <button
            type="button"
            className="sb-button sb-button-small"
            aria-label={`Use ${selector}`}
            onClick={() => form.set('metricsSelector', selector)}
          >
            Use
          </button>
          <code>{selector}</code>
          <span className="sb-muted">
            {why}, {targets === 1 ? '1 target' : `${targets} targets`}
          </span>
        </li>
      ))}
    </ul>
  );
}
