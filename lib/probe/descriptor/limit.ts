const mebibyte = 1_048_576;

/** How much an import may hold. What is larger is refused with a sentence. */
export const importLimits = {
  uploadBytes: 16 * mebibyte,
  unpackedBytes: 64 * mebibyte,
  fileBytes: 16 * mebibyte,
  files: 5000,
  entries: 20_000,
  depth: 100,
  deadlineMs: 30_000,
} as const;
