import { writeBackstage } from '#lib/model/descriptor/export/backstage.ts';
import { writeOwn } from '#lib/model/descriptor/export/own.ts';
import { serveTasks } from '#lib/thread.ts';

serveTasks({ signalbox: writeOwn, backstage: writeBackstage });
