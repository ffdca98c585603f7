/** What a command may touch: given by the program, replaced in tests. */
export interface World {
  env: Record<string, string | undefined>;
  /** A line of the result. */
  print: (line: string) => void;
  /** A line for the person in front of it: faults and progress. */
  complain: (line: string) => void;
  /** Rewrites the last line of the terminal; undefined where there is none. */
  rewrite?: (line: string) => void;
  /** Ends what runs until it is told to. */
  signal?: AbortSignal;
}
