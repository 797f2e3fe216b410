import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Create the first admin',
  intro: 'This page works once. Then invite the rest of the team in Settings.',
  where:
    'Nobody can sign in yet: the first admin is created with a link that works once. The server printed it when it started; look in its terminal or log for an address with /desk/setup#.',
  noSecret: 'Open the whole link from the server’s log: it ends with a long secret.',
  used: 'This link was used or belongs to an earlier start. If there is an admin, sign in at /desk; otherwise use the newest link in the log.',
  go: 'Create admin',
} as const;

export const t = wordsOf(en);
