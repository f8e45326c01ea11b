import { tessera } from '../../../tessera'

export const GET = tessera.GET
