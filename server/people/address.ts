/** Reads a mail address as people type it: by its case, its Unicode or its punycode form, it is one person. */
import { domainToASCII, domainToUnicode } from 'node:url';

export interface Address {
  /** As it is stored and shown: lower case, the domain in Unicode. */
  shown: string;
  /** With the domain in punycode, as mail servers that know only ASCII take it. */
  ascii: string;
}

/** The dot-atoms of RFC 5322 and RFC 6531; quoted names are refused, because hardly any mail server takes them. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^[\p{L}\p{M}\p{N}.。．｡·\u200C\u200D-]+$/u;
const ASCII_DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/u;
/** Letters and marks that show nothing, such as the Hangul filler: the address would look like that of somebody else. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** By RFC 5321, in bytes. */
const LOCAL_MOST = 64;
const MOST = 254;

/** Null if no mail can go there. */
export function addressIn(text: string): Address | null {
  const typed = text.trim();
  const at = typed.lastIndexOf('@');
  const domain = typed.slice(at + 1);
  // Checked before normalising, which takes quadratic time for a long chain of accents.
  if (at < 1 || typed.length > MOST || !DOMAIN.test(domain)) return null;
  const local = typed.slice(0, at).normalize('NFC').toLowerCase();
  const ascii = domainToASCII(domain.normalize('NFC'));
  if (!LOCAL.test(local) || INVISIBLE.test(local) || Buffer.byteLength(local) > LOCAL_MOST || !ASCII_DOMAIN.test(ascii))
    return null;
  if (Buffer.byteLength(local) + 1 + ascii.length > MOST) return null;
  const unicode = domainToUnicode(ascii);
  // Punycode decodes also to signs such as a slash of fractions, with which one domain looks like another with a path.
  const isPlain = DOMAIN.test(unicode) && unicode.split('.').every((label) => !isMixed(label));
  return { shown: `${local}@${isPlain ? unicode : ascii}`, ascii: `${local}@${ascii}` };
}

/** Letters of two alphabets that look alike would show one domain as another. */
const isMixed = (label: string) =>
  [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u].filter((script) => script.test(label)).length > 1;
