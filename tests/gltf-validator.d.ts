/** The Khronos validator brings no types; this is the part that the tests read. */
declare module 'gltf-validator' {
  export interface Report {
    mimeType: string
    issues: { numErrors: number; messages: { code: string; message: string }[] }
    info: { version: string; drawCallCount: number; hasTextures: boolean; totalVertexCount: number }
  }
  export function validateBytes(bytes: Uint8Array): Promise<Report>
}
