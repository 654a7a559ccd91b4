import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { generate } from 'selfsigned'
import { isClockSet } from '../protocol/clock.ts'
import { OperatorError } from './operator-error.ts'

/** PEM texts. */
export type Certificate = { cert: string; key: string }

/** Browsers refuse certificates that last longer than 398 days. */
const VALIDITY_DAYS = 390
/** Clocks of headsets may be slow, and this computer's may be set back by a day. */
const DAYS_BEFORE = 7
/** Stands for today while the clock is not set: what is made then must still be valid when it is. */
const ASSUMED_TODAY = new Date(Date.UTC(2026, 6, 1))
const FILE_NAME = 'certificate.pem'
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The self-signed certificate of this computer. It is kept in `folder`, because headsets ask once for each certificate,
 * and made again if it has expired, is damaged, or does not name all `hosts` (names or IP addresses).
 * @throws {OperatorError} one sentence if it cannot be written
 */
export async function loadOrCreateCertificate(
  folder: string,
  hosts: readonly string[],
  now: Date = new Date(),
): Promise<Certificate> {
  const stored = await readStoredCertificate(folder)
  if (stored && isValidFor(stored, hosts, now)) return stored
  const created = await createCertificate(hosts, isClockSet(+now) ? now : ASSUMED_TODAY)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // One file for both, so that key and certificate always match.
    const path = join(folder, FILE_NAME)
    const partPath = `${path}.${process.pid}.part`
    await writeFile(partPath, created.key + created.cert, { mode: 0o600 })
    await rename(partPath, path)
  } catch {
    throw new OperatorError(
      `The certificate cannot be written to “${folder}”; make that folder writable and start again.`,
    )
  }
  return created
}

/**
 * Reads a certificate of an authority from two PEM files; `cert` may hold intermediate certificates after it.
 * @throws {OperatorError} one sentence
 */
export async function readCertificate(
  files: { cert: string; key: string },
  now: Date = new Date(),
): Promise<Certificate> {
  const read = (path: string) =>
    readFile(path, 'utf8').catch(() => {
      throw new OperatorError(`“${path}” cannot be read; check its name and its permissions.`)
    })
  const [cert, key] = [await read(files.cert), await read(files.key)]
  const parsed = parseOrThrow(
    () => new X509Certificate(cert),
    `“${files.cert}” is not a certificate; give one in PEM form after --cert.`,
  )
  const privateKey: KeyObject = parseOrThrow(
    () => createPrivateKey(key),
    `“${files.key}” is not a private key; give one in PEM form without a password after --key.`,
  )
  if (!parsed.checkPrivateKey(privateKey))
    throw new OperatorError(`“${files.key}” is not the key of “${files.cert}”; give the key that belongs to it.`)
  // Without a clock nothing is known of dates; devices have clocks of their own.
  const isKnown = isClockSet(+now)
  if (isKnown && new Date(parsed.validTo) <= now)
    throw new OperatorError(`The certificate “${files.cert}” expired on ${parsed.validTo}; replace it by a new one.`)
  if (isKnown && new Date(parsed.validFrom) > now)
    throw new OperatorError(`The certificate “${files.cert}” is not valid before ${parsed.validFrom}; check the clock.`)
  parseOrThrow(
    () => createSecureContext({ cert, key }),
    `“${files.cert}” is refused: its key is too weak, or a certificate after the first is damaged; get a new one.`,
  )
  return { cert, key }
}

function parseOrThrow<T>(parse: () => T, message: string): T {
  try {
    return parse()
  } catch {
    throw new OperatorError(message)
  }
}

async function readStoredCertificate(folder: string): Promise<Certificate | null> {
  const text = await readFile(join(folder, FILE_NAME), 'utf8').catch(() => '')
  const at = text.indexOf('-----BEGIN CERTIFICATE-----')
  return at > 0 ? { key: text.slice(0, at), cert: text.slice(at) } : null
}

function isValidFor({ cert }: Certificate, hosts: readonly string[], now: Date): boolean {
  try {
    const { validFrom, validTo, subjectAltName = '' } = new X509Certificate(cert)
    const names = new Set(subjectAltName.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, '')))
    if (!hosts.every((host) => names.has(host))) return false
    // It must not expire while it is used. Without a clock it is kept: headsets would ask for another one.
    return !isClockSet(+now) || (new Date(validFrom) <= now && +new Date(validTo) > +now + DAY_MS)
  } catch {
    return false
  }
}

/** A self-signed certificate that is not kept. */
export async function createCertificate(hosts: readonly string[], now: Date): Promise<Certificate> {
  const altNames = hosts.map((host) =>
    isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
  )
  const pems = await generate([{ name: 'commonName', value: 'songwalk' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(+now - DAYS_BEFORE * DAY_MS),
    notAfterDate: new Date(+now + VALIDITY_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { key: `${pems.private.trim()}\n`, cert: `${pems.cert.trim()}\n` }
}
