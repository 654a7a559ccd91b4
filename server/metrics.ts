import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { deviceRoles } from '../protocol/health.ts'
import type { ServerContext } from './server-context.ts'

/** GET /metrics, for Prometheus. Labels are bounded: routes are patterns, devices at most 200. */
export function addMetricsRoute(
  app: FastifyInstance,
  { devices: clients, visits, connectionCounts: live, errorCounts: troubles }: ServerContext,
): void {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })

  const durations = new Histogram({
    name: 'songwalk_http_request_duration_seconds',
    help: 'From the request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  const perDevice = (name: string, help: string, of: (client: ReturnType<typeof clients.list>[number]) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['device', 'role'],
      registers,
      collect() {
        this.reset()
        for (const client of clients.list()) this.set({ device: client.device, role: client.role }, of(client))
      },
    })
  perDevice('songwalk_client_fps', 'Frames drawn in a second.', ({ fps }) => fps)
  perDevice('songwalk_client_silent_seconds', 'Since its last heartbeat.', ({ lastHeartbeat }) => lastHeartbeat)

  new Gauge({
    name: 'songwalk_client_faults',
    help: 'Mended by the device itself since its storage began.',
    labelNames: ['device', 'role', 'kind'],
    registers,
    collect() {
      this.reset()
      for (const { device, role, faults } of clients.list())
        for (const [kind, times] of Object.entries(faults)) this.set({ device, role, kind }, times)
    },
  })
  new Gauge({
    name: 'songwalk_visits',
    help: 'Counted since counting began.',
    registers,
    collect() {
      this.set(visits.countVisits())
    },
  })
  new Gauge({
    name: 'songwalk_websocket_connections',
    help: 'Open ones of /live.',
    labelNames: ['role'],
    registers,
    collect() {
      for (const role of deviceRoles) this.set({ role }, live[role])
    },
  })
  new Counter({
    name: 'songwalk_server_errors_total',
    help: 'What went wrong on the server.',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset()
      for (const [kind, times] of Object.entries(troubles)) this.inc({ kind }, times)
    },
  })

  app.get('/metrics', async (_, reply) =>
    reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics()),
  )
  app.addHook('onClose', async () => registry.clear())
}
