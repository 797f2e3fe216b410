import { wordsOf } from '../words.ts';

const en = {
  title: 'Profile',
  intro: 'How others see you, and where you are.',
  picture: {
    title: 'Picture',
    staff: 'It stands wherever your initials do: at the desk, and beside your answers in the chat of customers.',
    customer: 'The team sees it beside your questions.',
    choose: 'Choose a picture',
    change: 'Change the picture',
    remove: 'Remove',
    hint: 'PNG, JPEG, WebP, GIF or AVIF, up to 10 MB. It is cut to a square.',
    saved: 'Your picture is saved',
    removed: 'Your picture is removed',
  },
  locale: 'Language',
  zone: 'Time zone',
  there: 'It is {{ time }} there.',
  saved: 'Your profile is saved',
  address: {
    title: 'Address',
    intro: 'You sign in with {{ email }}.',
    next: 'New address',
    password: 'Your password',
    hint: 'Without a password, leave it empty.',
    go: 'Change the address',
    saved: 'You sign in with {{ email }} from now on',
  },
} as const;

export const t = wordsOf(en);
