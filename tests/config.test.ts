import { describe, expect, it } from 'vitest';
import { readConfig } from '../server/config.ts';

describe('the configuration', () => {
  it('needs no keys, and then listens on this machine only', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: 'data',
      secure: false,
      admin: null,
    });
  });

  it('listens on all addresses with a public address, and trusts only that origin', () => {
    const config = readConfig({ PUBLIC_URL: 'https://desk.example/' });
    expect(config).toMatchObject({ host: '::', publicUrl: 'https://desk.example', secure: true });
    expect([...config.origins]).toEqual(['https://desk.example']);
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'chat.of-ours.example'],
    ['PUBLIC_URL', 'https://desk.example/support'],
    ['LOG_LEVEL', 'loud'],
    ['PROXY_HOPS', '-1'],
  ])('names %s when it is wrong, and not what was in it', (key, value) => {
    const read = () => readConfig({ [key]: value });
    expect(read).toThrow(new RegExp(`^The configuration is not usable:\n  ${key} is not usable\\.`, 'u'));
    expect(read).not.toThrow(value);
  });

  it('never prints an invalid password', () => {
    const read = () => readConfig({ ADMIN_EMAIL: 'zoe@desk.example', ADMIN_PASSWORD: 'hunter2' });
    expect(read).toThrow('ADMIN_PASSWORD');
    expect(read).not.toThrow('hunter2');
    expect(() => readConfig({ ADMIN_EMAIL: 'zoe@desk.example' })).toThrow('are needed together');
  });

  it('ignores spaces around every value, and takes only spaces for nothing', () => {
    const spaced = {
      ...{ PORT: ' 3001 ', HOST: '127.0.0.1\t', PUBLIC_URL: ' https://desk.example \n', DATA_DIR: ' /srv/desk ' },
      ...{ ADMIN_EMAIL: ' zoe@desk.example ', ADMIN_PASSWORD: 'correct horse battery ', LOG_LEVEL: ' warn ' },
      ...{ MAX_UPLOAD_MB: ' 5 ', PROXY_HOPS: ' 1 ' },
    };
    const trimmed = Object.fromEntries(Object.entries(spaced).map(([key, value]) => [key, value.trim()]));
    expect(readConfig(spaced)).toEqual(readConfig(trimmed));
    expect(readConfig(Object.fromEntries(Object.keys(spaced).map((key) => [key, ' '])))).toEqual(readConfig({}));
  });

  it('reads a public address as browsers write it', () => {
    const config = readConfig({ PUBLIC_URL: 'HTTPS://Desk.Example:443/' });
    expect(config).toMatchObject({ publicUrl: 'https://desk.example', secure: true });
    expect([...config.origins]).toEqual(['https://desk.example']);
  });

  it('names all wrong keys at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/PORT.*\n.*LOG_LEVEL/u);
  });
});
