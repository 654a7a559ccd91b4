import { expect, test } from 'vitest'
import { hashBlob } from '../../../audio/decoding/hash-blob.ts'

test('the hash is the one of FIPS 180-4, at once and in pieces', async () => {
  const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(await hashBlob(new Blob(['abc']))).toBe(hash)
  expect(await hashBlob(new Blob(['abc']), 0)).toBe(hash)
})

test('a file of several pieces has the hash of Web Crypto', async () => {
  const file = new Blob([new Uint8Array(9 * 1024 * 1024).fill(7), 'tail'])
  expect(await hashBlob(file, 1024)).toBe(await hashBlob(file))
})
