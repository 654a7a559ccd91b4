import { serveSite } from '../../server/serve-site.ts'
import { PIN_HASH } from './test-pin.ts'

// A server in a child process, to be killed: `serve-child.ts <site> <data>`.
const [site = '', data = ''] = process.argv.slice(2)
const { url } = await serveSite({ siteFolder: site, dataFolder: data, port: 0, pinHash: PIN_HASH, logFormat: 'silent' })
console.log(url)
