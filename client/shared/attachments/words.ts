import { wordsOf } from '../words.ts';

/** Loaded with the attachment views, not with the shell. */
export const en = {
  add: 'Attach files',
  drop: { message: 'Drop to attach', note: 'Drop to attach to the internal note' },
  toSend: 'Files to send',
  progress: '{{ percent }} %',
  queued: 'Waiting',
  ready: '{{ name }} is ready to send',
  remove: 'Remove {{ name }}',
  retry: 'Retry',
  another: 'Choose another',
  waits: 'Sends when the files are uploaded.',
  tooMany: {
    one: 'At most {{ most }} files go in one message. 1 was left out.',
    other: 'At most {{ most }} files go in one message. {{ n }} were left out.',
  },
  tooLarge: 'Not sent: the file is {{ size }}, the limit is {{ limit }}.',
  empty: 'Not sent: the file is empty.',
  unreadable: 'Not sent: the file could not be read. Is it a folder?',
  noPreview: 'Browsers cannot show this kind of picture. It is sent as a file, without a preview.',
  undecodable: 'Not sent: this picture could not be read. Send it as another kind of file.',
  tooManyPixels: 'Not sent: the picture is {{ width }} × {{ height }} pixels, the limit is {{ most }} million.',
  noLine: 'Not sent: there is no connection.',
  open: 'Show {{ name }}, {{ size }}',
  download: 'Download',
  close: 'Close',
  next: 'Next picture',
  previous: 'Previous picture',
  place: '{{ n }} of {{ all }}',
} as const;

export const t = wordsOf(en, 'files');
