import { Controller, Get, UseGuards } from '@nestjs/common'
import type { AccessTokenClaims } from '@tessera/verifier'
import { Claims, requireToken } from '@tessera/verifier/nest'
import { server } from './tessera.js'

@Controller('orders')
export class OrdersController {
  @Get()
  @UseGuards(requireToken(server, { scopes: ['account'] }))
  list(@Claims() { sub, company_id }: AccessTokenClaims) {
    return { orders: [{ id: 'o-1', of: sub, company: company_id }] }
  }
}
