/** What the page reads of an OpenAPI 3.1 document. */
export interface Document {
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>
  }
}

export interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  /** Any one of these is enough; empty when anyone may call. What an API key needs is its scope. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  /** At a further address of the same endpoint: the operation at its first. */
  readonly 'x-same-as'?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Response>>
}

export interface Response {
  readonly description?: string
  readonly content?: Content
  readonly $ref?: string
}

export interface SecurityScheme {
  readonly type: string
  readonly scheme?: string
  readonly name?: string
  readonly description: string
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly examples?: readonly unknown[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

export interface Media {
  readonly schema: Schema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

type Content = Readonly<Record<string, Media>>

/** A body in JSON. */
export function jsonOf(content: Content | undefined): Media | undefined {
  return content?.['application/json']
}

/** A body as a form. */
export function formOf(content: Content | undefined): Media | undefined {
  return content?.['application/x-www-form-urlencoded']
}
