import { scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hashPin, isPinHash, verifyPin } from '../../server/pin-hash.ts'

describe('a PIN', () => {
  test('matches its hash, another PIN does not, and its hashes differ by salt', async () => {
    const [hash, again] = await Promise.all([hashPin('2580'), hashPin('2580')])
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
    expect(again).not.toBe(hash)
    expect(await verifyPin('2580', hash)).toBe(true)
    expect(await verifyPin('2581', hash)).toBe(false)
    expect(await verifyPin('', hash)).toBe(false)
    expect(isPinHash(hash)).toBe(true)
  })

  test('is hashed with scrypt (RFC 7914)', async () => {
    const salt = Buffer.alloc(16, 7)
    const key = scryptSync('0000', salt, 32, { N: 1024, r: 8, p: 1 })
    const hash = `scrypt$1024$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`
    expect(await verifyPin('0000', hash)).toBe(true)
  })

  const rest = `${'A'.repeat(22)}$${'A'.repeat(43)}`
  test.each([
    ['nothing', ''],
    ['a plain PIN', '2580'],
    ['one that would take a minute and all memory', `scrypt$1048576$8$1$${rest}`],
    ['as much by its block size', `scrypt$131072$16$4$${rest}`],
    ['a cost that is no power of two', `scrypt$1000$8$1$${rest}`],
    ['no cost', `scrypt$0$0$0$${rest}`],
    ['a hash that is too short', `scrypt$1024$8$1$${'A'.repeat(22)}$AAAA`],
  ])('never matches an invalid hash: %s', async (_, hash) => {
    expect(isPinHash(hash)).toBe(false)
    expect(await verifyPin('2580', hash)).toBe(false)
  })
})
