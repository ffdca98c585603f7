import type { Place } from './placeholder.ts';
import type { Command } from './unit.ts';

/** How one kind is found, started and asked. */
export interface Daemon {
  program: string;
  debianPackage: string;
  image: string;
  find(): string | null;
  urlOf(port: number): string;
  prepare(program: string, place: Place, marks: Record<string, string>): Command | Promise<Command>;
  probe(place: Place): Promise<string | null>;
  signal: NodeJS.Signals;
  containerPort: number;
  containerOptions: readonly string[];
  containerCommand: readonly string[];
}
