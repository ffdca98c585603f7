/** Of one document, and of all files of an upload together after they are unpacked. */
export const maxDocumentBytes = 16_000_000;
/** How deep objects and lists may stand in one another; real documents reach about 60. */
export const maxDepth = 500;
/** After YAML aliases are replaced by what they mean, and files are joined. */
export const maxExpandedBytes = 48_000_000;
export const maxFiles = 2000;
export const maxFindings = 200;
