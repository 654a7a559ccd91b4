declare module 'jsfive' {
  export class File {
    constructor(bytes: ArrayBuffer, name: string)
    keys: string[]
    get(name: string): { shape: number[]; value: ArrayLike<number> }
  }
}
