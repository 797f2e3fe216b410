import { workerData } from 'node:worker_threads';
import { backUp } from './backup.ts';
import { lowerPriority } from '../lower-priority.ts';

const { file, copy } = workerData as { file: string; copy: string };
lowerPriority();
backUp(file, copy);
