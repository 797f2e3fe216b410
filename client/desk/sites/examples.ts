/**
 * Code examples that sign a visitor's identity on a site's server. Each needs only the standard library; the tests run
 * them.
 */
export const LANGUAGES = ['node', 'python', 'php', 'ruby'] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_NAMES: Record<Language, string> = { node: 'Node', python: 'Python', php: 'PHP', ruby: 'Ruby' };

export const exampleIn = (language: Language, key: string) => EXAMPLES[language](key);

const EXAMPLES: Record<Language, (key: string) => string> = {
  node: (key) => `import { createHmac, randomUUID } from 'node:crypto';

const SITE = '${key}';
const SECRET = process.env.ANSWERBACK_SECRET;

export function answerbackToken(user) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = part({ alg: 'HS256', typ: 'JWT' });
  const claims = part({
    aud: SITE,
    sub: String(user.id),
    name: user.name,
    email: user.email,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 300,
  });
  const signature = createHmac('sha256', SECRET).update(\`\${header}.\${claims}\`).digest('base64url');
  return \`\${header}.\${claims}.\${signature}\`;
}
`,
  python: (key) => `import base64, hashlib, hmac, json, os, time, uuid

SITE = "${key}"
SECRET = os.environ["ANSWERBACK_SECRET"]


def answerback_token(user):
    def encode(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    header = encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = encode(json.dumps({
        "aud": SITE,
        "sub": str(user["id"]),
        "name": user["name"],
        "email": user["email"],
        "jti": str(uuid.uuid4()),
        "exp": int(time.time()) + 300,
    }).encode())
    text = header + b"." + claims
    signature = hmac.new(SECRET.encode(), text, hashlib.sha256).digest()
    return (text + b"." + encode(signature)).decode()
`,
  php: (key) => `<?php

const ANSWERBACK_SITE = '${key}';

function answerback_token(array $user): string
{
    $encode = fn (string $data) => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $header = $encode(json_encode(['alg' => 'HS256', 'typ' => 'JWT']));
    $claims = $encode(json_encode([
        'aud' => ANSWERBACK_SITE,
        'sub' => (string) $user['id'],
        'name' => $user['name'],
        'email' => $user['email'],
        'jti' => bin2hex(random_bytes(16)),
        'exp' => time() + 300,
    ]));
    $signature = hash_hmac('sha256', "$header.$claims", getenv('ANSWERBACK_SECRET'), true);
    return "$header.$claims." . $encode($signature);
}
`,
  ruby: (key) => `require "json"
require "openssl"
require "securerandom"

SITE = "${key}"
SECRET = ENV.fetch("ANSWERBACK_SECRET")

def answerback_token(user)
  encode = ->(data) { [data].pack("m0").tr("+/", "-_").delete("=") }
  header = encode.call(JSON.generate(alg: "HS256", typ: "JWT"))
  claims = encode.call(JSON.generate(
    aud: SITE,
    sub: user[:id].to_s,
    name: user[:name],
    email: user[:email],
    jti: SecureRandom.uuid,
    exp: Time.now.to_i + 300
  ))
  signature = OpenSSL::HMAC.digest("SHA256", SECRET, "#{header}.#{claims}")
  "#{header}.#{claims}.#{encode.call(signature)}"
end
`,
};
