import type { PersonExport } from './contract.ts';

interface About extends PersonExport {
  kind: 'staff' | 'customer';
  withAudit: boolean;
  at: number;
}

/** The README.txt of an archive: its files, and the data that it leaves out. */
export function readme({ person, kind, own, notes, withAudit, at }: About): string {
  const rows = [
    ['profile.json', 'Name, address, language, time zone, ways of signing in, API tokens without their secrets, teams'],
    ['picture.webp', 'The picture of the person, if there is one'],
    ['sessions.json', 'Where the person is signed in, and from where they signed in before'],
    ['visits.json', 'What the widget knows, if the person used it'],
    ['drafts.json', 'Texts that were not sent yet'],
    ['saved-replies.json', 'Saved replies of their own, if there are any'],
    ['views.json', 'Views that the person saved, if there are any'],
    ...(kind === 'customer'
      ? [
          ['tickets/', 'A file for each ticket: its facts, the rating, and all messages'],
          ['files/', 'The files that were sent with them'],
          ...(notes ? [['notes/', 'Internal notes of the team. They are not meant for the person']] : []),
        ]
      : [
          ['assignments.json', 'The tickets that the person held'],
          ['messages.json', 'The messages that the person wrote'],
          ...(notes ? [['notes.json', 'The internal notes that the person wrote']] : []),
        ]),
    ...(withAudit ? [['audit.json', 'What the person did, and what was done to their account']] : []),
  ];
  const missing = [
    'Passwords, tokens and other secrets are not in the archive.',
    ...(notes ? [] : [own ? '' : 'Internal notes were not asked for.']),
    ...(withAudit ? [] : ['The audit log is left out: who made this archive may not read it.']),
  ].filter(Boolean);
  return [
    `The data of ${person.name}, as of ${new Date(at).toISOString()}.`,
    'Times in the files are milliseconds since 1970, UTC.',
    '',
    ...rows.map(([name = '', what = '']) => `${name.padEnd(20)}${what}`),
    '',
    ...missing,
    '',
  ].join('\n');
}
