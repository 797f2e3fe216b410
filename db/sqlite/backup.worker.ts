import { workerData } from 'node:worker_threads';
import { backUp } from './backup.ts';
import { giveWay } from '../lower-priority.ts';

const { file, copy } = workerData as { file: string; copy: string };
giveWay();
backUp(file, copy);
