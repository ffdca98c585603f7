'use client';

import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { slugify } from '#components/registration/service-name.ts';
import { orpc } from '#lib/client/client.ts';

interface TeamFieldProps {
  value: string[];
  onChange: (teams: string[]) => void;
  error?: string;
}

const splitNames = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map(slugify)
    .filter((name) => name !== '');

/** Teams of a user; what is known is offered, what is new is made. */
export function TeamField({ value, onChange, error }: TeamFieldProps) {
  const teams = useQuery(orpc.group.teams.queryOptions()).data?.teams ?? [];
  return (
    <TagsInput
      label="Teams"
      description="A user edits the services of these teams"
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={value.length === 0 ? 'none' : ''}
      autoComplete="off"
      data={teams.map((team) => team.name)}
      splitChars={[',', ' ', ';']}
      value={value}
      error={error}
      onChange={(names) => onChange([...new Set(names.flatMap(splitNames))])}
    />
  );
}
