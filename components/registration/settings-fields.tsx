'use client';

import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fault } from '#components/ui/fault.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Service } from '#lib/model/service.ts';
import { baseUrlFault, completeUrl } from './base-url.ts';
import { DetailFolds } from './detail-folds.tsx';
import { LongTextField, TextField } from './form-fields.tsx';
import { FoundBox } from './found-box.tsx';
import classes from './registration.module.css';
import type { ServiceFormState } from './use-service-form.ts';

interface SettingsFieldsProps {
  service: Service;
  form: ServiceFormState;
  /** The base URL leads to another origin, and credentials are stored. */
  moved: boolean;
}

export function SettingsFields({ service, form, moved }: SettingsFieldsProps) {
  return (
    <>
      <div className={classes.two}>
        <TextField form={form} field="displayName" label="Title" />
        <TextInput
          label="Base URL"
          placeholder={service.baseUrl === null ? 'https://orders.example.com' : undefined}
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
          value={form.values.baseUrl}
          error={form.faults.baseUrl}
          onChange={(event) => form.set('baseUrl', event.currentTarget.value)}
          onBlur={() => {
            const url = completeUrl(form.values.baseUrl);
            if (url !== form.values.baseUrl) form.set('baseUrl', url);
          }}
        />
      </div>
      <Places form={form} looks={service.targets} />
      <LongTextField form={form} field="description" label="Description" />
      <DetailFolds form={form} stored={{ apiKey: service.hasApiKey, bearerToken: service.hasBearerToken }} moved={moved} />
    </>
  );
}

/** Where Signalbox looks, and on request what it finds there now. */
function Places({ form, looks }: { form: ServiceFormState; looks: Service['targets'] }) {
  const { baseUrl } = form.values;
  const found = useQuery({ ...orpc.discovery.discover.queryOptions({ input: { baseUrl } }), enabled: false, retry: false });
  const discovery = found.data ?? null;
  return (
    <>
      <FoundBox
        {...{ form, discovery, looks }}
        isLooking={found.isFetching}
        title="Where Signalbox looks"
        action={
          <button
            type="button"
            className="sb-button sb-button-small"
            disabled={found.isFetching || baseUrlFault(baseUrl) !== null}
            onClick={() => void found.refetch()}
          >
            Look what is there
          </button>
        }
      />
      {found.error ? <Fault error={found.error} what="Nobody could look there" /> : null}
    </>
  );
}
