import { flushCompileCache } from 'node:module';
import { dataDirProblem } from '../db/data-folder.ts';
import { start } from './start.ts';
import { type Config, readConfig } from './config.ts';
import { createLog } from './log.ts';

let config: Config | undefined;
try {
  config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const running = await start({ config, log });
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping');
    const began = Date.now();
    // A second signal ends a stop that hangs. Within one second it counts as the first: a terminal and npm may both send it.
    process.on(signal, () => Date.now() - began > 1_000 && process.exit(1));
    setTimeout(() => process.exit(1), 10_000).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Node does this at the end of a process. A server that is killed would compile everything again at its next start.
  flushCompileCache();
  console.log(running.greeting);
} catch (error) {
  const problem = (config && dataDirProblem(error, config.dataDir)) ?? error;
  console.error(problem instanceof Error ? problem.message : problem);
  process.exit(1);
}
