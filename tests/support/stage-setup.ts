/** Runs anew before each file, while `stage.ts` stays loaded for all files of a process. */
import { setStage } from './stage.ts';

setStage();
