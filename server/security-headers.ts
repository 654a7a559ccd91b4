import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const SELF_SOURCE = "'self'"
const NO_SOURCE = "'none'"

/** `wasm-unsafe-eval` allows only WebAssembly; 'self' includes the WebSocket of the same host and port. */
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

/** Content Security Policy, permissions and isolation, in every answer. */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CSP_DIRECTIVES },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // With it, browsers refuse a new self-signed certificate without a way past the warning, and http://localhost on
    // other ports.
    strictTransportSecurity: false,
  })
  app.addHook('onRequest', async (_, reply) => {
    reply.header('permissions-policy', PERMISSIONS_POLICY)
  })
}
