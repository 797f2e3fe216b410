/** The time zones to choose from. Browsers list some of them by an old name only, and know the present name as well. */
const PRESENT: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** Under the present name and the old one, so that both are found when typed; and `own`, which may be neither. */
export const zonesWith = (own: string): string[] =>
  [
    ...new Set([
      'UTC',
      ...Intl.supportedValuesOf('timeZone'),
      ...Object.entries(PRESENT).flat().filter(isKnownZone),
      own,
    ]),
  ].toSorted();

/** "Asia/Kolkata", "Asia/Calcutta (Asia/Kolkata)". */
export function zoneWords(zone: string): string {
  const now = PRESENT[zone];
  return (now && isKnownZone(now) ? `${zone} (${now})` : zone).replaceAll('_', ' ');
}

/** A server can know newer zones than this browser. */
export function isKnownZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}
