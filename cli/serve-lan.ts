import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'
import { loadOrCreateCertificate } from '../server/certificate.ts'
import { listNetworkAddresses, listNetworkNames } from '../server/network.ts'
import { isExpectedError, OperatorError } from '../server/operator-error.ts'
import { renderQrCode, selfSignedCertificateHelp } from './announce.ts'

const HTTPS_PORT = 4443
const NO_NETWORK_MESSAGE =
  'This computer has no network: only it can open songwalk. Connect it to the headset’s network and start again.'
const root = fileURLToPath(new URL('..', import.meta.url))

/** Serves the built app to the local network, over HTTPS, because WebXR and motion sensors need a secure context. */
async function main(): Promise<void> {
  const addresses = listNetworkAddresses()
  if (!existsSync(`${root}dist/index.html`))
    throw new OperatorError('songwalk is not built yet; run “npm run start:lan”.')
  const names = listNetworkNames()
  const https = await loadOrCreateCertificate(`${root}.certificate`, ['localhost', ...names, ...addresses])
  const server = await preview({
    root,
    logLevel: 'warn',
    preview: { host: true, port: HTTPS_PORT, https, allowedHosts: names },
  })
  const port = (server.httpServer.address() as { port: number }).port
  const others = addresses.slice(1).map((other) => `\n  or, in another network,  https://${other}:${port}/`)
  const { fingerprint256 } = new X509Certificate(https.cert)
  const url = `https://${addresses[0] ?? 'localhost'}:${port}/`
  console.log(`
${addresses.length > 0 ? 'songwalk is open to your network:' : NO_NETWORK_MESSAGE}

  ${url}${others.join('')}

${renderQrCode(url)}

${selfSignedCertificateHelp}

SHA-256 of the certificate: ${fingerprint256}
`)
}

main().catch((error: unknown) => {
  console.error(isExpectedError(error) ? error.message : error)
  process.exitCode = 2
})
