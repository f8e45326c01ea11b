import 'reflect-metadata'
import { Module, type OnApplicationShutdown } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { OrdersController } from './orders.controller.js'
import { revocations } from './tessera.js'

@Module({ controllers: [OrdersController] })
class AppModule implements OnApplicationShutdown {
  onApplicationShutdown() {
    return revocations.close()
  }
}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: ['warn', 'error'] })
app.enableShutdownHooks()
await revocations.ready()
await app.listen(process.env['PORT'] ?? 4001)
console.log(`listening at ${await app.getUrl()}`)
