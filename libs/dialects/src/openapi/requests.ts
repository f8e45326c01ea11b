import type { SecurityRequirement } from '@tessera/contract'
import type { AccountCall, AccountSaid, Input, LoginSaid, RefreshSaid, WireRequest } from '../dialect.js'

type KeyOfAny<Said> = Said extends unknown ? keyof Said : never
type Part = keyof RefreshSaid | keyof LoginSaid | KeyOfAny<AccountSaid[AccountCall]>
export type Inputs = readonly Input<Part>[]

const parts: Readonly<Record<Part, { readonly description: string; readonly example: string }>> = {
  refreshToken: { description: 'The newest refresh token you have.', example: 'tessera_rt_AQAAAZqvE…' },
  email: { description: 'The address of the account.', example: 'ada@example.com' },
  password: { description: 'Its password.', example: 'tall ships sail' },
  name: { description: 'What its owner is called.', example: 'Ada' },
  code: { description: 'The six digits that were mailed.', example: '204731' },
  token: { description: 'The token of the link that was mailed.', example: 'kq7rX0…' },
  currentPassword: { description: 'The password that the account has now.', example: 'tall ships sail' },
  newPassword: { description: 'At least 8 characters, and not a common one.', example: 'tall ships sail on' },
  apiKey: { description: 'An API key with the scope `tokens`.', example: 'tessera_ak_4fQ2mZ8xLp_…' },
}

/** A request that says everything, as the format's clients send it. */
export function exampleRequest(inputs: Inputs): WireRequest {
  const of = (place: Input<Part>['in']) =>
    Object.fromEntries(inputs.filter((input) => input.in === place).map(({ name, holds }) => [name, parts[holds].example]))
  return { body: of('body'), query: of('query'), headers: of('header') }
}

/** The inputs without the ones that hold what an earlier one does. */
export function firstOfEach(inputs: Inputs): Inputs {
  return inputs.filter((input) => inputs.find(({ holds }) => holds === input.holds) === input)
}

/** Who may call: whoever has an API key where the format asks for one, else anyone. */
export function securityOf(inputs: Inputs): readonly SecurityRequirement[] {
  return inputs.some(isApiKeyHeader) ? [{ apiKey: ['tokens'] }] : [{}]
}

/** What a request has to be, as OpenAPI 3.1 has it: its parameters and its body. */
export function requestOf(inputs: Inputs, takesForms: boolean): object {
  const parameters = inputs.filter((input) => input.in !== 'body' && !isApiKeyHeader(input)).map((input) => parameter(input, inputs))
  const fields = inputs.filter((input) => input.in === 'body')
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(fields.length > 0 && { requestBody: requestBody(fields, takesForms) }),
  }
}

function parameter(input: Input<Part>, inputs: Inputs): object {
  const { name, in: place, holds } = input
  const description = descriptionOf(input, inputs)
  return {
    ...{ name, in: place, required: !input.optional && others(input, inputs).length === 0, description },
    ...{ schema: { type: 'string' }, example: parts[holds].example },
  }
}

function requestBody(fields: Inputs, takesForms: boolean): object {
  const properties = fields.map((field) => [field.name, { type: 'string', description: descriptionOf(field, fields) }])
  const required = fields.filter((field) => !field.optional && others(field, fields).length === 0).map(({ name }) => name)
  const either = fields.filter((field) => others(field, fields).length > 0)
  const schema = {
    ...{ type: 'object', properties: Object.fromEntries(properties) as object },
    ...(required.length > 0 && { required }),
    ...(either.length > 0 && { anyOf: either.map(({ name }) => ({ required: [name] })) }),
  }
  const content = { schema, example: exampleRequest(firstOfEach(fields)).body }
  return { required: true, content: { 'application/json': content, ...(takesForms && { 'application/x-www-form-urlencoded': content }) } }
}

function descriptionOf(input: Input<Part>, inputs: Inputs): string {
  const { description } = parts[input.holds]
  const alike = others(input, inputs).map(({ name }) => `\`${name}\``)
  return alike.length === 0 ? description : `${description} Or ${alike.join(' or ')}: either will do.`
}

/** The inputs that hold the same. */
function others({ name, holds }: Input<Part>, inputs: Inputs): Inputs {
  return inputs.filter((input) => input.holds === holds && input.name !== name)
}

/** How the platform takes API keys everywhere: a way to authenticate, and no parameter. */
function isApiKeyHeader(input: Input<Part>): boolean {
  return input.in === 'header' && input.name === 'x-api-key'
}
