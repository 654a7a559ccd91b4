import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { OperatorError } from './operator-error.ts'

/** PEM texts. */
export type Certificate = { cert: string; key: string }

/** Browsers refuse certificates that last longer than 398 days. */
const VALIDITY_DAYS = 390
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The certificate of this machine: made once and kept in `folder`, so that a headset that has accepted it is not asked
 * again; made anew when it has run out, is broken, or does not name all `hosts` (names or IP addresses).
 * @throws {OperatorError} one sentence if it cannot be kept
 */
export async function loadOrCreateCertificate(
  folder: string,
  hosts: readonly string[],
  now: Date = new Date(),
): Promise<Certificate> {
  const kept = await readStoredCertificate(folder)
  if (kept && isValidFor(kept, hosts, now)) return kept
  const made = await createCertificate(hosts, now)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // The pair is one file: half of an old and half of a new one would never fit.
    const path = join(folder, 'certificate.pem')
    const beside = `${path}.${process.pid}.part`
    await writeFile(beside, made.key + made.cert, { mode: 0o600 })
    await rename(beside, path)
  } catch {
    throw new OperatorError(`The certificate cannot be kept in “${folder}”; make that folder writable and start again.`)
  }
  return made
}

/**
 * A certificate from outside, from two PEM files; the first in `cert` is this server's, others lead from it to one that
 * browsers know.
 * @throws {OperatorError} one sentence
 */
export async function readCertificate(
  files: { cert: string; key: string },
  now: Date = new Date(),
): Promise<Certificate> {
  const read = (path: string) =>
    readFile(path, 'utf8').catch(() => {
      throw new OperatorError(`“${path}” cannot be read; check its name, and that the server may read it.`)
    })
  const [cert, key] = [await read(files.cert), await read(files.key)]
  const known = parseOrThrow(() => new X509Certificate(cert), `“${files.cert}” is no certificate in PEM form.`)
  const secret: KeyObject = parseOrThrow(
    () => createPrivateKey(key),
    `“${files.key}” is no private key in PEM form without a password.`,
  )
  if (!known.checkPrivateKey(secret))
    throw new OperatorError(`“${files.key}” is not the key of “${files.cert}”; name the two that belong together.`)
  if (new Date(known.validTo) <= now)
    throw new OperatorError(`The certificate “${files.cert}” ran out on ${known.validTo}; put a new one in its place.`)
  if (new Date(known.validFrom) > now)
    throw new OperatorError(`The certificate “${files.cert}” is not valid before ${known.validFrom}; check the clock.`)
  return { cert, key }
}

function parseOrThrow<T>(read: () => T, otherwise: string): T {
  try {
    return read()
  } catch {
    throw new OperatorError(otherwise)
  }
}

async function readStoredCertificate(folder: string): Promise<Certificate | null> {
  const text = await readFile(join(folder, 'certificate.pem'), 'utf8').catch(() => '')
  const at = text.indexOf('-----BEGIN CERTIFICATE-----')
  return at > 0 ? { key: text.slice(0, at), cert: text.slice(at) } : null
}

function isValidFor({ cert }: Certificate, hosts: readonly string[], now: Date): boolean {
  try {
    const { validFrom, validTo, subjectAltName = '' } = new X509Certificate(cert)
    const names = new Set(subjectAltName.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, '')))
    // A day to spare, so that it does not run out while it is used.
    return new Date(validFrom) <= now && +new Date(validTo) > +now + DAY_MS && hosts.every((host) => names.has(host))
  } catch {
    return false
  }
}

async function createCertificate(hosts: readonly string[], now: Date): Promise<Certificate> {
  const altNames = hosts.map((host) =>
    isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
  )
  const made = await generate([{ name: 'commonName', value: 'songwalk' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // A headset's clock may be behind.
    notBeforeDate: new Date(+now - DAY_MS),
    notAfterDate: new Date(+now + VALIDITY_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { key: `${made.private.trim()}\n`, cert: `${made.cert.trim()}\n` }
}
