import { TextInput, type TextInputProps } from '@mantine/core';

interface NameInputProps extends Pick<TextInputProps, 'description'> {
  value: string;
  error: string | undefined;
  onName: (name: string) => void;
}

/** The name of a user or a token: the first field of its dialog. */
export function NameInput({ value, error, onName, description }: NameInputProps) {
  return (
    <TextInput
      label="Name"
      {...(description && { description })}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      autoComplete="off"
      required
      withAsterisk={false}
      maxLength={100}
      data-autofocus
      value={value}
      error={error}
      onChange={(event) => onName(event.currentTarget.value)}
    />
  );
}
