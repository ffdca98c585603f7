import type { ComponentProps } from 'react';
import { MappingFields } from '#components/source/mapping-fields.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { CredentialFields } from './credential-fields.tsx';
import { Folds } from './fold.tsx';
import { LinkFields } from './link-fields.tsx';
import { ObjectiveFields } from './objective-fields.tsx';
import { OwnerFields } from './owner-fields.tsx';
import { InstanceFields, PolicyFields, PollingFields, TryFields } from './policy-fields.tsx';
import type { ServiceFormState } from './use-service-form.ts';

type DetailFoldsProps = { form: ServiceFormState } & Omit<ComponentProps<typeof CredentialFields>, 'form'>;

/** What is seldom filled in, folded away: the same at the registration and in the settings. */
export function DetailFolds({ form, ...credentials }: DetailFoldsProps) {
  return (
    <Folds>
      <MappingFields form={form} />
      <OwnerFields form={form} />
      <LinkFields form={form} />
      <InstanceFields form={form} />
      <PolicyFields form={form} />
      <ObjectiveFields form={form} />
      <PollingFields form={form} />
      <CredentialFields form={form} {...credentials} />
      <ConnectionFields form={form} />
      <TryFields form={form} />
    </Folds>
  );
}
