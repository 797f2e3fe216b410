import { wordsOf } from '../../shared/words.ts';

const en = {
  here: 'Here now',
  lastHere: 'Last here {{ time }}',
  page: 'Page',
  from: 'Came from',
  who: 'Identity',
  verified: 'Verified by {{ site }}',
  verifiedAs: 'as {{ id }}',
  aSite: 'a site that was deleted',
  notVerified: 'Not verified: anyone can give this name.',
  address: 'Email',
  notProved: 'not verified',
  passwordLink: 'Link for a forgotten password',
  localTime: 'Local time',
  language: 'Language',
  device: 'Device',
  site: 'Site',
  fields: 'Details from the page',
  yes: 'yes',
  no: 'no',
  block: 'Block this visitor',
  blocked: 'Blocked: they cannot write here.',
  unblock: 'Unblock',
  isBlocked: '{{ name }} is blocked',
  isUnblocked: '{{ name }} may write again',
} as const;

export const t = wordsOf(en);
