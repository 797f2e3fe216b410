/** `npm run demo`: a realistic desk with live customers, in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '#database/connection';
import { migrate } from '#database/migrate';
import { createStorage, storageFolder } from '../attachments/storage.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { start } from '../start.ts';
import { CREW_FROM, PASSWORD, STAFF } from './cast.ts';
import { createDay } from './day.ts';
import { tellHistory } from './history.ts';
import { signInCrew, startDay } from './live.ts';
import { furnish } from './showroom.ts';
import { addShopSite } from './shop/site.ts';
import { openShop } from './shop/shop.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'answerback-demo-'));
const say = (...lines: string[]) => console.log(lines.join('\n'));

try {
  const config = readConfig({
    LOG_LEVEL: 'warn',
    ...process.env,
    DATA_DIR: dataDir,
    ADMIN_EMAIL: '',
    ADMIN_PASSWORD: '',
  });
  say('Making up three days of a coffee shop …');
  const file = join(dataDir, 'answerback.db');
  migrate(file);
  const db = connect(file);
  const storage = createStorage(storageFolder(dataDir));
  const now = Date.now();
  const { staff, customers } = await tellHistory({ db, storage }, { now, random: Math.random });
  const shop = `http://localhost:${config.port + 1}`;
  const site = await addShopSite(db, staff, { origin: shop });
  await furnish(db, { staff, customers, site: site.key, now });

  const log = createLog(config.logLevel);
  const running = await start({ config, log });
  const closeShop = await openShop({ ...site, desk: running.url, port: config.port + 1, host: config.host });
  const crew = staff.slice(CREW_FROM);
  const day = createDay({ commit: running.commit, db, random: Math.random, customers: customers.slice(1), crew });
  const stopDay = startDay(day, (err) => log.error({ err }, 'the day of the demo stumbled'));
  const signCrewOut = await signInCrew(
    running.url,
    STAFF.slice(CREW_FROM).map(({ email }) => email),
  );
  say(
    running.greeting,
    `A shop with the widget on it: ${shop}`,
    '',
    `Everybody’s password is: ${PASSWORD}`,
    '',
    ...STAFF.map(({ email, role }) => `  ${role.padEnd(11)} ${email}`),
  );
  const busy = STAFF.slice(CREW_FROM).map(({ name }) => name.split(' ')[0]);
  say('  customer    jonas.weber@post.example (and 39 more)', '');
  say(`${busy.join(', ')} and the customers go on by themselves, also while you are signed in as one of them.`);
  say('Nothing of this is kept. Ctrl+C ends it.');

  const stop = () => {
    stopDay();
    signCrewOut();
    closeShop();
    db.close();
    void running.stop().finally(() => {
      rmSync(dataDir, { recursive: true, force: true });
      process.exit(0);
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  rmSync(dataDir, { recursive: true, force: true });
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
