import { workerData } from 'node:worker_threads';
import { backUp } from './backup.ts';
import { giveWay } from '../give-way.ts';

const { file, copy } = workerData as { file: string; copy: string };
giveWay();
backUp(file, copy);
