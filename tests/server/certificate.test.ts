import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCertificate, loadOrCreateCertificate, readCertificate } from '../../server/certificate.ts'
import { loadServerCertificate } from '../../server/server-certificate.ts'

const HOSTS = ['localhost', '127.0.0.1', '192.0.2.7']
const NOW = new Date('2027-03-01T12:00:00Z')
const days = (n: number) => new Date(+NOW + n * 24 * 60 * 60 * 1000)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'songwalk-certificate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the self-signed certificate', () => {
  test('names all hosts, matches its key and is valid for at most 398 days', async () => {
    const { cert, key } = await loadOrCreateCertificate(folder, HOSTS, NOW)
    const read = new X509Certificate(cert)
    expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(read.checkHost('localhost')).toBe('localhost')
    expect(read.checkIP('192.0.2.7')).toBe('192.0.2.7')
    expect(read.checkIP('192.0.2.8')).toBeUndefined()
    expect(read.ca).toBe(false)
    const lasts = (Date.parse(read.validTo) - Date.parse(read.validFrom)) / 86_400_000
    expect(lasts).toBeGreaterThan(380)
    expect(lasts).toBeLessThan(398)
  })

  test('opens a TLS connection', async () => {
    const pair = await loadOrCreateCertificate(folder, HOSTS)
    const server = createServer(pair, (_, answer) => answer.end('here'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const body = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca: pair.cert }, (answer) =>
        answer.on('data', (data) => resolve(String(data))),
      ).on('error', reject)
    })
    expect(body).toBe('here')
    server.close()
  })

  test('is stored readable for its owner only, and reused, also for fewer hosts', async () => {
    const first = await loadOrCreateCertificate(folder, HOSTS, NOW)
    expect(statSync(join(folder, 'certificate.pem')).mode & 0o077).toBe(0)
    expect(await loadOrCreateCertificate(folder, HOSTS, days(200))).toEqual(first)
    expect(await loadOrCreateCertificate(folder, HOSTS.slice(1), days(200))).toEqual(first)
  })

  test('stays while the clock is not set, or is set back by a day; one that is made without a clock lasts when it is set', async () => {
    const first = await loadOrCreateCertificate(folder, HOSTS, NOW)
    expect(await loadOrCreateCertificate(folder, HOSTS, new Date(5000))).toEqual(first)
    expect(await loadOrCreateCertificate(folder, HOSTS, days(-2))).toEqual(first)
    const other = mkdtempSync(join(folder, 'other-'))
    const made = await loadOrCreateCertificate(other, HOSTS, new Date(5000))
    expect(await loadOrCreateCertificate(other, HOSTS, NOW)).toEqual(made)
  })

  test.each<[string, () => void, readonly string[], Date]>([
    ['has run out', () => {}, HOSTS, days(391)],
    ['is about to run out', () => {}, HOSTS, days(389.5)],
    ['is not valid yet', () => {}, HOSTS, days(-8)],
    ['does not name a new address', () => {}, [...HOSTS, '192.0.2.99'], NOW],
    [
      'is broken',
      () => writeFileSync(join(folder, 'certificate.pem'), 'key\n-----BEGIN CERTIFICATE-----\nx'),
      HOSTS,
      NOW,
    ],
    ['is empty', () => writeFileSync(join(folder, 'certificate.pem'), ''), HOSTS, NOW],
  ])('that %s is created again', async (_, spoil, hosts, now) => {
    const first = await loadOrCreateCertificate(folder, HOSTS, NOW)
    spoil()
    const next = await loadOrCreateCertificate(folder, hosts, now)
    expect(next.cert).not.toBe(first.cert)
    expect(readFileSync(join(folder, 'certificate.pem'), 'utf8')).toBe(next.key + next.cert)
    for (const host of hosts.slice(1)) expect(new X509Certificate(next.cert).checkIP(host)).toBe(host)
  })
})

test('a folder that cannot be written is an error of one sentence', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  chmodSync(folder, 0o700)
  await expect(loadOrCreateCertificate(join(file, 'inside'), HOSTS)).rejects.toThrow(
    /^The certificate cannot be written to “.*inside”; make .*\.$/,
  )
})

describe('a certificate of an authority', () => {
  /** Two pairs of certificate and key, whose files can be mixed. */
  async function files() {
    const paths: Record<string, string> = {}
    for (const name of ['first', 'second']) {
      const { cert, key } = await loadOrCreateCertificate(join(folder, name), HOSTS, NOW)
      for (const [kind, text] of Object.entries({ cert, key })) {
        paths[`${name} ${kind}`] = join(folder, `${name}.${kind}`)
        writeFileSync(join(folder, `${name}.${kind}`), text)
      }
    }
    paths['no file'] = join(folder, 'none.pem')
    paths['no pem'] = join(folder, 'text.pem')
    writeFileSync(join(folder, 'text.pem'), 'text')
    return paths as Record<string, string> & { 'first cert': string; 'first key': string }
  }

  test('is read with its key', async () => {
    const paths = await files()
    const { cert, key } = await readCertificate({ cert: paths['first cert'], key: paths['first key'] }, NOW)
    expect(new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))).toBe(true)
  })

  test.each<[string, string, string, Date, RegExp]>([
    ['that is not there', 'no file', 'first key', NOW, /“.*none\.pem” cannot be read; /],
    ['whose key is not there', 'first cert', 'no file', NOW, /“.*none\.pem” cannot be read; /],
    [
      'that is none',
      'no pem',
      'first key',
      NOW,
      /“.*text\.pem” is not a certificate; give one in PEM form after --cert\.$/,
    ],
    ['whose key is none', 'first cert', 'no pem', NOW, /“.*text\.pem” is not a private key; give one in PEM form/],
    ['of another key', 'first cert', 'second key', NOW, /“.*second\.key” is not the key of “.*first\.cert”; /],
    ['that has run out', 'first cert', 'first key', days(391), /expired on .*; replace it by a new one\.$/],
    ['that is not valid yet', 'first cert', 'first key', days(-9), /is not valid before .*; check the clock\.$/],
  ])('%s is an error of one sentence', async (_, cert, key, now, sentence) => {
    const paths = await files()
    await expect(readCertificate({ cert: paths[cert] ?? '', key: paths[key] ?? '' }, now)).rejects.toThrow(sentence)
  })
})

describe('the certificate of a server', () => {
  /** Writes a certificate as an authority would give it. */
  async function give(madeAt: Date) {
    const { cert, key } = await createCertificate(HOSTS, madeAt)
    writeFileSync(join(folder, 'given.cert'), cert)
    writeFileSync(join(folder, 'given.key'), key)
    return cert
  }
  const https = () => ({ cert: join(folder, 'given.cert'), key: join(folder, 'given.key') })
  const load = (now: () => Date, data = join(folder, 'data')) => loadServerCertificate(https(), data, [], now)

  test('that is given is used until it expires; then the own one, until a new one is given', async () => {
    const given = await give(NOW)
    let now = NOW
    const certificate = await load(() => now)
    expect([certificate?.current().cert, certificate?.problem()]).toEqual([given, null])
    expect(certificate?.expiresAtMs()).toBeLessThan(+days(391))
    const used: string[] = []
    const server = { setSecureContext: ({ cert }: { cert?: unknown }) => used.push(String(cert)) } as never
    now = days(391)
    await certificate?.renew(server)
    expect(certificate?.problem()).toMatch(/^The certificate “.*” expired on .*own is used: devices warn once\.$/)
    expect([used.length, used[0] === given, certificate?.expiresAtMs()]).toEqual([1, false, Infinity])
    const renewed = await give(days(390))
    await certificate?.renew(server)
    expect([used[1], certificate?.problem()]).toEqual([renewed, null])
  })

  test.each<[string, () => void]>([
    ['expired', () => {}],
    ['missing', () => rmSync(join(folder, 'given.cert'))],
    ['without its key', () => writeFileSync(join(folder, 'given.key'), 'text')],
  ])('that is given, but %s, does not stop it', async (_, spoil) => {
    await give(days(-1000))
    spoil()
    const certificate = await load(() => NOW)
    expect(certificate?.problem()).toContain('certificate of songwalk’s own is used')
    expect(new X509Certificate(certificate?.current().cert ?? '').checkHost('localhost')).toBe('localhost')
  })

  test('is made anew at each start where it cannot be kept, and told', async () => {
    writeFileSync(join(folder, 'file'), '')
    await give(NOW)
    const certificate = await load(() => days(400), join(folder, 'file', 'data'))
    expect(certificate?.problem()).toMatch(/expired on .*cannot be written/)
    expect(new X509Certificate(certificate?.current().cert ?? '').checkHost('localhost')).toBe('localhost')
  })
})
