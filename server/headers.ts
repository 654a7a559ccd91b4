import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const SELF_SOURCE = "'self'"
const NO_SOURCE = "'none'"

/** `wasm-unsafe-eval` is for WebAssembly alone; 'self' covers the WebSocket of the same host and port too. */
const CSP_DIRECTIVES = {
  'default-src': [SELF_SOURCE],
  'script-src': [SELF_SOURCE, "'wasm-unsafe-eval'"],
  'style-src': [SELF_SOURCE, "'unsafe-inline'"],
  'img-src': [SELF_SOURCE, 'blob:', 'data:'],
  'media-src': [SELF_SOURCE, 'blob:'],
  'worker-src': [SELF_SOURCE, 'blob:'],
  'connect-src': [SELF_SOURCE, 'blob:', 'data:'],
  'object-src': [NO_SOURCE],
  'base-uri': [NO_SOURCE],
  'frame-ancestors': [NO_SOURCE],
  'form-action': [NO_SOURCE],
}

const ALLOWED_FEATURES = [
  'xr-spatial-tracking',
  'gyroscope',
  'accelerometer',
  'magnetometer',
  'autoplay',
  'fullscreen',
  'screen-wake-lock',
]
const DENIED_FEATURES = [
  'camera',
  'microphone',
  'geolocation',
  'usb',
  'serial',
  'hid',
  'midi',
  'payment',
  'display-capture',
  'clipboard-read',
  'publickey-credentials-get',
  'browsing-topics',
]
const PERMISSIONS_POLICY = [
  ...ALLOWED_FEATURES.map((name) => `${name}=(self)`),
  ...DENIED_FEATURES.map((name) => `${name}=()`),
].join(', ')

/** What every answer says about what its page may do. */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CSP_DIRECTIVES },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // A browser that was told once takes no other than HTTPS with a certificate it trusts: after a new certificate of
    // our own, nobody could go on past its warning, and http://localhost on another port would be lost as well.
    strictTransportSecurity: false,
  })
  app.addHook('onRequest', async (_, reply) => {
    reply.header('permissions-policy', PERMISSIONS_POLICY)
  })
}
