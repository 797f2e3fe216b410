// The first match wins, because every browser also names those above it.
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//u, 'Edge'],
  [/\b(?:OPR|OPT|Opera)\//u, 'Opera'],
  [/\bSamsungBrowser\//u, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//u, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//u, 'Chrome'],
  [/\bVersion\/.*\bSafari\//u, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/u, 'iPhone'],
  [/\biPad\b/u, 'iPad'],
  [/\bAndroid\b/u, 'Android'],
  [/\bWindows\b/u, 'Windows'],
  [/\bCrOS\b/u, 'ChromeOS'],
  [/\bMac OS X\b/u, 'macOS'],
  [/\bLinux\b/u, 'Linux'],
];
const first = (all: [RegExp, string][], text: string) => all.find(([pattern]) => pattern.test(text))?.[1];

/** "Firefox, Android" from a user agent; null when no browser or system is recognised. */
export function deviceWords(userAgent: string): string | null {
  const named = [first(BROWSERS, userAgent), first(SYSTEMS, userAgent)].filter(Boolean);
  return named.length > 0 ? named.join(', ') : null;
}

/** The same, or the name of a program such as "curl"; null when the user agent says neither. */
export const deviceOrProgram = (userAgent: string): string | null =>
  deviceWords(userAgent) ?? /^([\w.-]{1,40})(?:\/|$)/u.exec(userAgent)?.[1] ?? null;
