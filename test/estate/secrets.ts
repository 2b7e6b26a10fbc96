/** Something that must be written nowhere: a name for reports, and all the spellings in which it may turn up. */
export interface Secret {
  readonly name: string;
  readonly spellings: readonly string[];
}

/** What was written where: a place and its text, byte for byte. */
export type Writings = ReadonlyMap<string, string>;

/** A secret that is text: as it is, in a URL, and in base64. */
export const textSecret = (name: string, text: string): Secret => ({
  name,
  spellings: [text, encodeURIComponent(text), Buffer.from(text).toString('base64')],
});

/** Bytes as they are, in hexadecimal, and in either alphabet of base64, also in the midst of something longer. */
export const byteSecret = (name: string, bytes: Buffer): Secret => ({
  name,
  spellings: [
    bytes.toString('latin1'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((before) => [inBase64('base64', bytes, before), inBase64('base64url', bytes, before)]),
  ],
});

/** The characters that depend on these bytes alone, so many bytes after a boundary of three. */
function inBase64(alphabet: 'base64' | 'base64url', bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString(alphabet)
    .replace(/=+$/, '');
  const isWhole = (before + bytes.length) % 3 === 0;
  return text.slice(Math.ceil((before * 8) / 6), isWhole ? undefined : -1);
}

/** What gives a secret away whatever its value. JSON may be quoted within JSON. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['a JSON web token', /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/],
  ['a private key in PEM', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a private member of a JSON web key', /\\*"(d|p|q|dp|dq|qi|k)\\*":\s*\\*"[\w-]{20,}\\*"/],
  ['a management URL of the engine', /\/runtime\/webhooks\/durabletask\//],
  ['a shared access signature', /[?&]sig=[\w%]{10,}/],
];

/** Each secret that stands in the writings, with its place. */
export function leaksIn(writings: Writings, secrets: readonly Secret[]): string[] {
  return [...writings].flatMap(([place, text]) => [
    ...secrets
      .filter(({ spellings }) => spellings.some((spelling) => text.includes(spelling)))
      .map(({ name }) => `${name} in ${place}`),
    ...shapes.filter(([, shape]) => shape.test(text)).map(([name]) => `${name} in ${place}`),
  ]);
}
