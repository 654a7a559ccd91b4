import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { type Certificate, keepCertificate, readCertificate } from './certificate.ts'
import { networkAddresses } from './network.ts'

/** A certificate is looked at again so often: one is renewed long before a server is started again. Milliseconds. */
const LOOK_AGAIN = 60 * 60 * 1000

export type Https = { cert: string; key: string } | 'own' | undefined

/** The certificate in use, and the next one as soon as it is there; null without HTTPS. */
export async function openCertificate(https: Https, data: string, names: readonly string[]) {
  if (!https) return null
  const look = (): Promise<Certificate> =>
    https === 'own'
      ? keepCertificate(join(data, 'certificate'), ['localhost', '127.0.0.1', ...names, ...networkAddresses()])
      : readCertificate(https)
  let pair = await look()
  return {
    pair,
    ends: () => Date.parse(new X509Certificate(pair.cert).validTo),
    /** @returns ends it */
    follow(server: Server, failed: (error: unknown) => void): () => void {
      const timer = setInterval(async () => {
        try {
          const next = await look()
          if (next.cert === pair.cert) return
          server.setSecureContext(next)
          pair = next
        } catch (error) {
          failed(error)
        }
      }, LOOK_AGAIN)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
