import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, commandIds } from '../client/desk/commands.ts';
import { areCharacters, conflictOf, parseKeys, printed } from '../client/desk/keys/notation.ts';
import { createSequence } from '../client/desk/keys/sequence.ts';
import { fit } from '../client/desk/palette/fuzzy.ts';
import { parsePreferences } from '../client/desk/preferences/preferences.ts';
import { within } from './support/within.ts';

describe('what somebody writes for a key', () => {
  it.each([
    ['e', 'e'],
    [' gw ', 'g w'],
    ['g w', 'g w'],
    ['E', 'E'],
    ['enter', 'Enter'],
    ['?', '?'],
    ['ö', 'ö'],
    ['', ''],
    ['four', null],
    ['\u0007', null],
  ])('%j is %j', (text, keys) => {
    expect(parseKeys(text)).toBe(keys);
  });

  it('comes out of the field as it went in', () => {
    const press = fc.constantFrom('a', 'g', 'W', '?', '/', '7', 'ж');
    fc.assert(
      fc.property(fc.array(press, { minLength: 1, maxLength: 3 }), (presses) => {
        const keys = presses.join(' ');
        expect(parseKeys(keys)).toBe(keys);
        expect(parseKeys(presses.join(''))).toBe(keys);
      }),
    );
  });

  it('is printed as one cap for each press', () => {
    expect(printed('g w', false)).toEqual(['g', 'w']);
    expect(printed('$mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(printed('$mod+k', true)).toEqual(['⌘', 'K']);
    expect(printed('Escape', false)).toEqual(['Esc']);
    expect(printed('', false)).toEqual([]);
  });

  it('is a key typed in passing only where every press writes something', () => {
    expect(['e', 'g w', '?'].every(areCharacters)).toBe(true);
    expect(['Enter', '$mod+k', ''].some(areCharacters)).toBe(false);
  });
});

describe('two commands', () => {
  const others: [string, string][] = [
    ['resolve', 'e'],
    ['goWaiting', 'g w'],
    ['unbound', ''],
  ];
  it.each([
    ['e', 'resolve'],
    ['g', 'goWaiting'],
    ['g w x', 'goWaiting'],
    ['w', null],
    ['E', null],
    ['g m', null],
    ['', null],
  ])('%j gets in the way of %j', (keys, other) => {
    expect(conflictOf(keys, others)).toBe(other);
  });
});

it('the keys of no two commands get in the way of each other', () => {
  const all = commandIds.map((id): [string, string] => [id, COMMANDS[id].keys]);
  for (const [id, keys] of all)
    expect([
      id,
      conflictOf(
        keys,
        all.filter(([other]) => other !== id),
      ),
    ]).toEqual([id, null]);
});

const press = (key: string, { code = '', held = [] as string[], at = 0 } = {}) =>
  ({
    key,
    timeStamp: at,
    code: code || (/^[a-z]$/iu.test(key) ? `Key${key.toUpperCase()}` : key),
    getModifierState: (name: string) => held.includes(name),
  }) as KeyboardEvent;

describe('presses', () => {
  const bindings: [string, string][] = [
    ['resolve', 'e'],
    ['loud', 'E'],
    ['sheet', '?'],
    ['waiting', 'g w'],
    ['palette', '$mod+k'],
  ];
  const sequence = () => createSequence<string>();

  it.each([
    ['a letter', press('e'), { run: 'resolve' }],
    ['a letter with caps lock', press('E', { code: 'KeyE' }), { run: 'resolve' }],
    ['a letter with Shift', press('E', { held: ['Shift'] }), { run: 'loud' }],
    ['a sign that needs Shift', press('?', { code: 'Minus', held: ['Shift'] }), { run: 'sheet' }],
    ['a sign that needs AltGr', press('?', { code: 'KeyQ', held: ['AltGraph'] }), { run: 'sheet' }],
    ['Ctrl and a letter', press('k', { held: ['Control'] }), { run: 'palette' }],
    ['the key of another script', press('у', { code: 'KeyE' }), { run: 'resolve' }],
    ['a Latin letter in another place', press('f', { code: 'KeyE' }), null],
    ['a key of nothing', press('q'), null],
  ])('%s', (_case, event, found) => {
    expect(sequence().press(event, bindings)).toEqual(found);
  });

  it('one after the other run what both name, and only in time', () => {
    const one = sequence();
    expect(one.press(press('g'), bindings)).toBe('begun');
    expect(one.press(press('w'), bindings)).toEqual({ run: 'waiting' });
    expect(one.press(press('g'), bindings)).toBe('begun');
    expect(one.press(press('w', { at: 1_000 }), bindings)).toBe(null);
  });

  it('that end no sequence which began do nothing else', () => {
    const one = sequence();
    one.press(press('g'), bindings);
    expect(one.press(press('e'), bindings)).toBe('begun');
    expect(one.press(press('e'), bindings)).toEqual({ run: 'resolve' });
  });
});

describe('what is typed in the palette', () => {
  it.each([
    ['res', 'Resolve, and go on to the next', true],
    ['rtn', 'Resolve, and go on to the next', true],
    ['ben assign', 'Assign to: Ben Okafor', true],
    ['ode', 'Ödegård', true],
    ['xyz', 'Resolve', false],
    ['ass', 'Descaling light stays on', false],
    ['rslv', 'Resolve', true],
    ['word', 'Change your password', true],
    ['', 'Anything', true],
  ])('%j in %j: %s', (query, text, fits) => {
    expect(fit(query, text) !== null).toBe(fits);
  });

  it.each([
    ['no', ['Write an internal note', 'Open the snow ticket'], 'Write an internal note'],
    ['gm', ['Go to Mine', 'Set the segment'], 'Go to Mine'],
    ['status', ['Sit at us', 'Set the status'], 'Set the status'],
    ['high', ['Set the priority: High', 'I go home'], 'Set the priority: High'],
  ])('%j finds first what begins so', (query, texts, best) => {
    const scored = texts.map((text) => ({ text, score: fit(query, text) ?? -Infinity }));
    expect(scored.toSorted((a, b) => b.score - a.score)[0]?.text).toBe(best);
  });

  it('fits every text that it is a part of, and every word’s beginning', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(40), fc.nat(40), (words, from, length) => {
        const text = words.join(' ');
        expect(fit(text.slice(from, from + length), text)).not.toBe(null);
        expect(fit(words.map((one) => one[0]).join(''), text)).not.toBe(null);
      }),
    );
  });

  it('takes no time over a text that is made to take it', () => {
    const started = performance.now();
    expect(fit(`${'a'.repeat(50)}b`, 'a '.repeat(300))).toBe(null);
    expect(performance.now() - started).toBeLessThan(within(1_000));
  });
});

describe('what is kept of somebody’s preferences', () => {
  it.each([null, '', 'not json', '7', '[]', '{"keys":7,"sound":"yes"}', '{"keys":{"resolve":7,"gone":"x"}}'])(
    'is as it comes where it cannot be read: %j',
    (kept) => {
      expect(parsePreferences(kept)).toEqual(parsePreferences(null));
    },
  );

  it('is read where it can be', () => {
    const kept = JSON.stringify({ singleKeys: false, keys: { resolve: 'x', note: '' }, desktop: true });
    expect(parsePreferences(kept)).toMatchObject({ singleKeys: false, keys: { resolve: 'x', note: '' }, sound: true });
  });
});
