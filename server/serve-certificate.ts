import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { type Certificate, loadOrCreateCertificate, readCertificate } from './certificate.ts'
import { listNetworkAddresses } from './network.ts'

/** A certificate is looked at again so often: one is renewed long before a server is started again. Milliseconds. */
const RELOAD_INTERVAL_MS = 60 * 60 * 1000

export type HttpsOption = { cert: string; key: string } | 'own' | undefined

/** The certificate in use, and the next one as soon as it is there; null without HTTPS. */
export async function loadServerCertificate(https: HttpsOption, data: string, names: readonly string[]) {
  if (!https) return null
  const look = (): Promise<Certificate> =>
    https === 'own'
      ? loadOrCreateCertificate(join(data, 'certificate'), [
          'localhost',
          '127.0.0.1',
          ...names,
          ...listNetworkAddresses(),
        ])
      : readCertificate(https)
  let certificate = await look()
  return {
    pair: certificate,
    readExpiryMs: () => Date.parse(new X509Certificate(certificate.cert).validTo),
    /** @returns ends it */
    watchRenewal(server: Server, failed: (error: unknown) => void): () => void {
      const timer = setInterval(async () => {
        try {
          const next = await look()
          if (next.cert === certificate.cert) return
          server.setSecureContext(next)
          certificate = next
        } catch (error) {
          failed(error)
        }
      }, RELOAD_INTERVAL_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
