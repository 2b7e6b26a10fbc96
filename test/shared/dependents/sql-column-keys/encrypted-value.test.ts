import { readValue, signedPart, written } from '../../../../shared/dependents/sql-column-keys/encrypted-value';

/** How the documented value of a column encryption key under a certificate begins; its path names the certificate. */
const documentedHead = Buffer.from(
  '016E000001630075007200720065006E00740075007300650072002F006D0079002F00610032003200360065003100380031003400330035006300' +
    '3300370065003800660035003500330035003500660066006100340037003400340062003600330035003600610031006200650035003500',
  'hex',
);
const path = 'currentuser/my/a226e181435c37e8f55355ffa4744b6356a1be55';

describe('encrypted values of column encryption keys', () => {
  const ciphertext = Buffer.alloc(256, 1);
  const signature = Buffer.alloc(256, 2);
  const value = Buffer.concat([documentedHead, ciphertext, signature]);

  it('are read as the documentation shows them', () => {
    expect(readValue(value)).toEqual({ path, ciphertext, signature });
  });

  it('are written as they were read, byte by byte', () => {
    const read = readValue(value);
    expect(read && written(read)).toEqual(value);
    expect(read && signedPart(read)).toEqual(value.subarray(0, -256));
  });

  it('name the path in lower case, as drivers write it', () => {
    const upper = signedPart({ path: path.toUpperCase(), ciphertext });
    expect(upper).toEqual(signedPart({ path, ciphertext }));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another version', Buffer.concat([Buffer.from([2]), value.subarray(1)])],
    ['a value cut short', value.subarray(0, -1)],
    ['a value with more behind it', Buffer.concat([value, Buffer.from([0])])],
    ['a path longer than all', Buffer.concat([Buffer.from([1, 255, 255]), value.subarray(3)])],
  ])('are not read from %s', (_, bytes) => {
    expect(readValue(bytes)).toBeUndefined();
  });
});
