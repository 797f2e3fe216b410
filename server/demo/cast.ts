/** The shop of the demo, its team and its customers. */
import type { Score } from '../rating/contract.ts';

export const PASSWORD = 'coffee at nine';

export const STAFF = [
  { name: 'Ida Lindqvist', email: 'ida@orla.example', role: 'admin' },
  { name: 'Ana Ribeiro', email: 'ana@orla.example', role: 'supervisor' },
  { name: 'Sam Whitlock', email: 'sam@orla.example', role: 'agent' },
  { name: 'Tomasz Zych', email: 'tomasz@orla.example', role: 'agent' },
  { name: 'Mei Tanaka', email: 'mei@orla.example', role: 'agent' },
  { name: 'Farid Haddad', email: 'farid@orla.example', role: 'agent' },
] as const;

/** The staff from this index on answer by themselves. The first three are for people who try the demo. */
export const CREW_FROM = 3;

export const CUSTOMERS = [
  'Jonas Weber',
  'Helena Strand',
  'Café Morgenrot',
  'Deniz Aydın',
  'Priyanka Rao',
  'Ottilie Brandt',
  'Luca Ferri',
  'Benedikt Hoyer',
  'Camille Laurent',
  'Óscar Núñez',
  'Greta Nilsson',
  'Yusuf Demir',
  'Noor Bakker',
  'Agnieszka Wójcik',
  'Henrik Dahl',
  'Marta Kowalska',
  'Elif Kaya',
  'Pieter de Vries',
  'Chiara Conti',
  'Anders Holm',
  'Leila Haddad',
  'Tomás Silva',
  'Rosa Marín',
  'Kaito Mori',
  'Hannah Klein',
  'Viktor Novák',
  'Zsófia Nagy',
  'Mateo Ruiz',
  'Ingrid Berg',
  'Samir Aziz',
  'Julie Moreau',
  'Paul Steiner',
  'Emma Visser',
  'Liam Byrne',
  'Sofia Rossi',
  'Felix Bauer',
  'Amina Diallo',
  'Jan Dvořák',
  'Clara Schmitt',
  'Theo Martin',
] as const;

/** Ratings; most have no comment. */
export const RATINGS: [score: Score, comment?: string][] = [
  [5],
  [5],
  [5, 'Quick, and she knew the machine.'],
  [4],
  [4, 'Sorted out in the end. The first answer took a while.'],
  [3],
  [2, 'I had to ask twice.'],
];

export const emailOf = (name: string) =>
  `${name
    .normalize('NFD')
    .replace(/[^a-z ]/giu, '')
    .trim()
    .toLowerCase()
    .replaceAll(' ', '.')}@post.example`;

interface Talk {
  subject: string;
  priority?: 'low' | 'high' | 'urgent';
  /** Alternating; the customer starts. */
  lines: string[];
  note?: string;
  /** The third line has a photo and a log attached. */
  files?: true;
}

export const TALKS: Talk[] = [
  {
    subject: 'Orla Duo shuts off at 9 bar',
    priority: 'high',
    lines: [
      'Hello, my Orla Duo (four months old) switches itself off as soon as the gauge reaches 9 bar. The green light goes out, nothing blinks.',
      'That sounds like the thermal cut-out, and it is right to trip. Please run Menu › Service › Self-test once, with an empty portafilter, and send me what it writes.',
      'Here it is. It stopped again at the same point:\n```\nSELFTEST orla-duo fw 3.2.1\n14:26:02  boiler   93.1 C   ok\n14:26:15  therm_2   open    FAIL E14\n```',
      'Thank you, the log tells the whole story: a blocked jet, nothing you did. I can send a replacement today so that it is with you on Saturday morning.',
      'Great. Shall I take the water tank off first?',
    ],
    note: 'E14 without flow is the blocked jet of batch OD-0418. Swap it: ordered before 16:00, it arrives on Saturday.',
    files: true,
  },
  {
    subject: 'Which burrs fit the Mill 64?',
    lines: [
      'The old set has three screw holes. Is that the one you still sell?',
      'Three holes is the first series. The set M64-A fits, and it is in stock.',
      'Ordered, thank you.',
    ],
  },
  {
    subject: 'Return label has expired',
    lines: [
      'I was away for two weeks and the label does not scan any more.',
      'No problem, a new one is on its way to you. It is valid for a month.',
      'Got it, it worked at the counter.',
    ],
  },
  {
    subject: 'Milk tastes of plastic after descaling',
    lines: [
      'Three rinses and it still tastes odd. Is that dangerous?',
      'It is not, but it should be gone. Please rinse with a litre of warm water and a spoon of baking soda, then twice with clear water.',
    ],
  },
  {
    subject: 'Descaling light stays on',
    lines: [
      'Ran the whole programme twice, same result both times.',
      'Hold the steam and the cup button together for five seconds after the programme. Does the light go out?',
      'It does. Why is that nowhere in the manual?',
    ],
    note: 'Third one this week. The manual needs that sentence.',
  },
  {
    subject: 'Water on the kitchen floor',
    priority: 'urgent',
    lines: [
      'It comes from under the tank. I have unplugged it.',
      'Good that you unplugged it. Is the seal at the bottom of the tank still in its groove? A photo would help.',
    ],
  },
  {
    subject: 'Two Orla Duo, invoice without VAT',
    lines: [
      'We are a café in Basel and need the invoice without VAT, please.',
      'Gladly. Which VAT number shall stand on it?',
      'CHE-123.456.789. Thank you for the quick answer.',
    ],
  },
  {
    subject: 'Delivered the 110 V model, I am in Norway',
    priority: 'urgent',
    lines: [
      'The plate underneath says 110 V 60 Hz. I have not plugged it in.',
      'Good that you looked first. The right one leaves today, and the driver takes the other back.',
    ],
  },
  {
    subject: 'Second grinder for the office?',
    priority: 'low',
    lines: [
      'We are six people and one grinder. Is the Mill 64 loud at half past six in the morning?',
      '62 decibels at a metre, for about eight seconds. Quieter than a kettle.',
      'Then two of them, please.',
    ],
  },
  {
    subject: 'Which grind for the double basket?',
    priority: 'low',
    lines: [
      'With the double basket my shot runs through in 15 seconds. 18 g, Mill 64 on 14.',
      'Start at 11 and go finer by one until you reach 27 to 30 seconds. Change only the grind, not the dose.',
      '27 seconds at 10. Thank you.',
    ],
  },
  {
    subject: 'Delivery without the tamper',
    lines: [
      'The box was fine, but there is no tamper in it.',
      'I am sorry to hear it. It is in the post, with a spare spring.',
    ],
  },
  {
    subject: 'Question about the pre-order date',
    lines: [
      'Bonjour, is the Orla 2 shipping before Christmas? The page says “winter”.',
      'It leaves on 7 December, so it will be with you in time.',
    ],
  },
  {
    subject: 'Change of address',
    priority: 'low',
    lines: ['We move to Bremen on the first. Can the order go there?', 'Done, the label now says Bremen.', 'Perfect.'],
  },
  {
    subject: 'Portafilter does not lock any more',
    priority: 'high',
    lines: [
      'It stops two centimetres short, as if something was in the way.',
      'Please take the shower screen off, it is one screw, and look whether the gasket sits flat.',
      'There was a coffee bean behind it. I feel silly.',
    ],
  },
];

/** Occasional messages of the live customers. */
export const ASIDES = [
  'One more thing: does the warranty start again?',
  'I have tried it once more, same result.',
  'Is there somebody there?',
  'It is the steel one, by the way.',
  'Thank you, that helps.',
  'I can send a photo if you like.',
  'When would it arrive?',
  'My neighbour has the same and it works. Could it be the water here?',
];

/** What the crew says when a conversation goes on. */
export const REPLIES = [
  'Thank you for trying. I have asked the workshop, and write again within the hour.',
  'That is the right part. Shall I add it to your order?',
  'It left this morning; the tracking link works from tonight.',
  'A photo of the plate underneath would help.',
  'Yes, the warranty covers it, and starts again with the new part.',
];

export const SAVED_REPLIES = [
  {
    name: 'Self-test',
    shortcut: 'selftest',
    body: 'Hello {{customer.firstName}}, please run Menu › Service › Self-test once, with an empty portafilter, and send what it writes.',
  },
  {
    name: 'Part is on its way',
    shortcut: 'part',
    body: 'The part leaves today. Its tracking number is {{number}}, and ticket {{ticket.number}} stays open until it works.\n\n{{agent.firstName}}',
  },
  {
    name: 'Descaling',
    shortcut: 'descale',
    body: 'Hold the steam and the cup button together for five seconds after the programme; then the light goes out.',
  },
  {
    name: 'Return label',
    shortcut: 'label',
    body: 'A new label is on its way to you, {{customer.firstName}}. It is valid for a month.',
  },
  { name: 'Ask for a photo', shortcut: 'photo', body: 'Could you send a photo of it? You can drop it right here.' },
  {
    name: 'Thank and close',
    shortcut: 'thanks',
    body: 'Glad that it works. Write here again whenever something is up.\n\n{{agent.firstName}}',
  },
];

/** Two teams; the first names of their members. Tickets whose subject has one of the words wait for them. */
export const TEAMS = [
  { name: 'Workshop', members: ['Ida', 'Ana', 'Tomasz', 'Mei'], about: /light|bar|lock|kitchen|plastic|burrs/iu },
  {
    name: 'Orders',
    members: ['Ida', 'Sam', 'Farid', 'Mei'],
    about: /delivery|invoice|label|address|pre-order|parcel/iu,
  },
];

export const TAGS = ['duo', 'mill 64', 'delivery', 'warranty', 'b2b', 'manual'];

/** In minutes from now. */
export const SNOOZES = [35, 19 * 60, 4 * 24 * 60];

/** Visitors of the shop who have no account. The first line is the subject too. */
export const VISITORS = [
  { name: 'Mira', page: '/duo', lines: ['Does the Duo fit under a cabinet of 40 cm?', 'With the tank in, I mean.'] },
  { name: undefined, page: '/mill-64', lines: ['Is the Mill 64 back before Christmas?'] },
  { name: 'Bo', page: '/parts', lines: ['Which gasket for a Duo of 2023?', 'The old one is hard as stone.'] },
];

/** Notes of a colleague to the person whom the note mentions. */
export const MENTIONS = [
  'can you approve the swap? It is over the limit.',
  'you had this customer last week. Was it the same machine?',
  'could you look at the log before I answer?',
  'is there still one of batch OD-0421 in Rotterdam?',
];

export const DRAFTS = [
  'Thank you for the photo. It looks like the gasket: please',
  'I have found the parcel, it is in',
  'The right burrs are M64-A. Before you order',
  'It is covered, so',
];
