import { workerData } from 'node:worker_threads';
import { backUp } from './backup.ts';

const { file, copy } = workerData as { file: string; copy: string };
backUp(file, copy);
