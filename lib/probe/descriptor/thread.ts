import { serveTasks } from '#lib/thread.ts';
import { readDescriptors } from './read.ts';

serveTasks({ read: readDescriptors });
