import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const self = "'self'"
const none = "'none'"

/** `wasm-unsafe-eval` is for WebAssembly alone; 'self' covers the WebSocket of the same host and port too. */
const contentSecurity = {
  'default-src': [self],
  'script-src': [self, "'wasm-unsafe-eval'"],
  'style-src': [self, "'unsafe-inline'"],
  'img-src': [self, 'blob:', 'data:'],
  'media-src': [self, 'blob:'],
  'worker-src': [self, 'blob:'],
  'connect-src': [self, 'blob:', 'data:'],
  'object-src': [none],
  'base-uri': [none],
  'frame-ancestors': [none],
  'form-action': [none],
}

const allowed = [
  'xr-spatial-tracking',
  'gyroscope',
  'accelerometer',
  'magnetometer',
  'autoplay',
  'fullscreen',
  'screen-wake-lock',
]
const denied = [
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
const permissions = [...allowed.map((name) => `${name}=(self)`), ...denied.map((name) => `${name}=()`)].join(', ')

/** What every answer says about what its page may do. */
export async function addHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurity },
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
    reply.header('permissions-policy', permissions)
  })
}
