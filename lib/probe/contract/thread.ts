import { serveTasks } from '#lib/thread.ts';
import { proveContract } from './prove.ts';

serveTasks({ prove: proveContract });
