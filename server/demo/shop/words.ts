/** The shop is in English and Arabic, to try both directions of writing. */
export const WORDS = {
  en: {
    lang: 'en',
    ...{ dir: 'ltr', path: '', shop: 'Orla', title: 'Orla Coffee Machines', machines: 'Machines' },
    ...{ help: 'Help', bag: 'Bag', other: 'العربية', theme: 'Light or dark', signIn: 'Sign in as Nora' },
    ...{ signOut: 'Sign out Nora', add: 'Put in the bag', vat: 'with VAT, delivered', all: 'All machines' },
    intro: 'Three machines, made in Rotterdam, repaired there too.',
    stock: 'In stock in Rotterdam. With you on Saturday.',
    ...{ width: 'Width', height: 'Height', warranty: 'Warranty', years: '2 years, parts 10', cm: 'cm' },
    helpTitle: 'Help',
    helpText:
      'Manuals, parts and repairs. For everything else there is the chat in the corner: it is the same on every page.',
    ask: 'Ask us now',
  },
  ar: {
    lang: 'ar',
    ...{ dir: 'rtl', path: '/ar', shop: 'أورلا', title: 'أورلا لآلات القهوة', machines: 'الآلات' },
    ...{ help: 'المساعدة', bag: 'السلة', other: 'English', theme: 'فاتح أو داكن', signIn: 'تسجيل الدخول باسم نورا' },
    ...{ signOut: 'تسجيل خروج نورا', add: 'أضف إلى السلة', vat: 'شامل الضريبة والتوصيل', all: 'كل الآلات' },
    intro: 'ثلاث آلات، تُصنع في روتردام وتُصلَّح فيها.',
    stock: 'متوفر في روتردام. يصلك يوم السبت.',
    ...{ width: 'العرض', height: 'الارتفاع', warranty: 'الضمان', years: 'سنتان، وقطع الغيار 10', cm: 'سم' },
    helpTitle: 'المساعدة',
    helpText: 'كتيبات وقطع غيار وإصلاح. ولكل ما عدا ذلك هناك الدردشة في الزاوية، وهي نفسها في كل صفحة.',
    ask: 'اسألنا الآن',
  },
} as const;
export type Words = (typeof WORDS)[keyof typeof WORDS];

export const MACHINES = [
  {
    ...{ id: 'duo', price: '€1,480', width: 29, height: 38.5, roofs: 2 },
    en: [
      'Orla Duo',
      'Two boilers, one for the shot and one for the steam, so that neither waits for the other. Twelve minutes from cold.',
    ],
    ar: ['أورلا ديو', 'غلايتان، واحدة للقهوة وواحدة للبخار، فلا تنتظر إحداهما الأخرى. اثنتا عشرة دقيقة من البرودة.'],
  },
  {
    ...{ id: 'uno', price: '€890', width: 24, height: 36, roofs: 1 },
    en: ['Orla Uno', 'One boiler and one lever. Small enough for a shelf, and as loud as a kettle.'],
    ar: ['أورلا أونو', 'غلاية واحدة وذراع واحدة. صغيرة تكفيها رف، وصوتها كصوت إبريق الشاي.'],
  },
  {
    ...{ id: 'casa', price: '€620', width: 21, height: 33, roofs: 1 },
    en: ['Orla Casa', 'For two cups in the morning, and it switches itself off afterwards.'],
    ar: ['أورلا كازا', 'لفنجانين في الصباح، ثم تطفئ نفسها.'],
  },
] as const;
export type Machine = (typeof MACHINES)[number];
