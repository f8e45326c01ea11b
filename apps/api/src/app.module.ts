// Long, because it is one list: the wiring of the whole application, and nothing else.
import { type DynamicModule, Module } from '@nestjs/common'
import {
  accountStore,
  apiKeyStore,
  clientStore,
  companyStore,
  type Database,
  eventSinkStore,
  eventStore,
  Notices,
  importedTokenStore,
  mailStore,
  knownDeviceStore,
  receiverStore,
  retentionStore,
  revocationFeedStore,
  savedViewStore,
  secondFactorStore,
  sessionRevocationStore,
  sessionStore,
  tallyStore,
  signingKeyStore,
  usedProofStore,
  userStore,
} from '@tessera/persistence'
import type { Logger } from 'pino'
import { Accounts } from './accounts/accounts.js'
import { ChangePassword } from './accounts/change-password.js'
import { ChangeEmail } from './accounts/change-email.js'
import { EmailController } from './accounts/email.controller.js'
import { ForgotPassword } from './accounts/forgot-password.js'
import { MeController } from './accounts/me.controller.js'
import { OwnPassword } from './accounts/own-password.js'
import { PasswordController } from './accounts/password.controller.js'
import { ResendVerification } from './accounts/resend-verification.js'
import { ResetPassword } from './accounts/reset-password.js'
import { SignUp } from './accounts/sign-up.js'
import { SignUpController } from './accounts/sign-up.controller.js'
import { VerifyEmail } from './accounts/verify-email.js'
import { AuthenticateClient } from './clients/authenticate-client.js'
import { AdminApiKeysController } from './api-keys/admin-api-keys.controller.js'
import { ApiKeyCallers } from './api-keys/api-key-callers.js'
import { ApiKeys } from './api-keys/api-keys.js'
import { CreateApiKey } from './api-keys/create.js'
import { LastUsed } from './api-keys/last-used.js'
import { OwnApiKeysController } from './api-keys/own-api-keys.controller.js'
import { ChangeClient } from './clients/change-client.js'
import { ClientDeedsController } from './clients/client-deeds.controller.js'
import { ClientViews } from './clients/client-view.js'
import { ClientsController } from './clients/clients.controller.js'
import { Clients } from './clients/clients.js'
import { CreateClient } from './clients/create-client.js'
import { PreviewClient } from './clients/preview-client.js'
import { RotateClientSecret } from './clients/rotate-client-secret.js'
import { CompaniesController } from './companies/companies.controller.js'
import { Companies } from './companies/companies.js'
import { CustomClaims } from './custom-claims/custom-claims.js'
import { DatabaseClock } from './clock/database-clock.js'
import { OneTimeCodes } from './codes/one-time-codes.js'
import { Configuration } from './configuration.js'
import { controllersOf } from './dialects/dialect-controller.js'
import { DialectLogIn } from './dialects/log-in.js'
import { DialectPasswords } from './dialects/passwords.js'
import { DialectRefresh } from './dialects/refresh.js'
import { DialectSignUp } from './dialects/sign-up.js'
import { DocsController } from './docs/docs.controller.js'
import { Dpop } from './dpop/dpop.js'
import { Nonces } from './dpop/nonces.js'
import type { Extensions } from './extensions.js'
import { DatabaseHealth } from './health/database-health.js'
import { HealthController } from './health/health.controller.js'
import { SinkWorker } from './event-sinks/sink-worker.js'
import { EventsController } from './events/events.controller.js'
import { Events } from './events/events.js'
import { ApiKeyDirectory, CallerDirectory } from './http/caller.js'
import { accessTokenVerification } from './http/server.js'
import { DeviceSeal } from './known-devices/device-seal.js'
import { KnownDevices } from './known-devices/known-devices.js'
import { RecogniseDevice } from './known-devices/recognise.js'
import { Counters } from './limits/counters.js'
import { CountedLimits, Limits, NoLimits } from './limits/limits.js'
import { LoginLimits } from './limits/login-limits.js'
import { ImportedTokens } from './imported-tokens/imported-tokens.js'
import { ShownRefreshTokens } from './imported-tokens/shown-refresh-tokens.js'
import { AuthenticateAsker } from './oauth/authenticate-asker.js'
import { GrantClientCredentials } from './oauth/grant-client-credentials.js'
import { IntrospectToken } from './oauth/introspect-token.js'
import { IntrospectionController } from './oauth/introspection.controller.js'
import { MetadataController } from './oauth/metadata.controller.js'
import { RefreshForClient } from './oauth/refresh-for-client.js'
import { RevocationController } from './oauth/revocation.controller.js'
import { RevokeToken } from './oauth/revoke-token.js'
import { ShownAccessTokens } from './oauth/shown-access-tokens.js'
import { TokenController } from './oauth/token.controller.js'
import { fileTransport } from './mail/file-transport.js'
import { MailSeal } from './mail/mail-seal.js'
import { Outbox } from './mail/outbox.js'
import { smtpTransport } from './mail/smtp-transport.js'
import { CountAnswers } from './metrics/count-answers.js'
import { Metrics } from './metrics/metrics.js'
import { MetricsController } from './metrics/metrics.controller.js'
import { MetricsText } from './metrics/metrics-text.js'
import { metricsText } from './processes/shared-metrics.js'
import { NeedsAttention } from './overview/attention.js'
import { Follow } from './overview/follow.js'
import { FollowedLog } from './overview/followed-log.js'
import { OverviewController } from './overview/overview.controller.js'
import { StoredTallies } from './overview/stored-tallies.js'
import { StreamController } from './overview/stream.controller.js'
import { Tallies } from './overview/tallies.js'
import { TallyJob } from './overview/tally-job.js'
import { Passwords } from './passwords/passwords.js'
import { Places } from './places/places.js'
import { PollReceiver } from './receivers/poll.js'
import { PollController } from './receivers/poll.controller.js'
import { ReceiverAddresses } from './receivers/addresses.js'
import { ChangeReceiver } from './receivers/change.js'
import { ComposeDelivery } from './receivers/compose.js'
import { CreateReceiver } from './receivers/create.js'
import { DeliveryDeedsController } from './receivers/delivery-deeds.controller.js'
import { ReceiverDeedsController } from './receivers/receiver-deeds.controller.js'
import { ReceiverSeal } from './receivers/receiver-seal.js'
import { ReceiversController } from './receivers/receivers.controller.js'
import { Receivers } from './receivers/receivers.js'
import { RotateReceiverSecret } from './receivers/rotate-secret.js'
import { SecurityEventTokens } from './receivers/security-event-tokens.js'
import { TestReceiver } from './receivers/test.js'
import { DeliveryWorker } from './receivers/worker.js'
import { RetentionJob } from './retention/retention-job.js'
import { FollowedFeed, type OpenNotices } from './revocation-feed/followed-feed.js'
import { FollowRevocations } from './revocation-feed/follow.js'
import { FollowersController } from './revocation-feed/followers.controller.js'
import { ReadRevocations } from './revocation-feed/read.js'
import { ReportPosition } from './revocation-feed/report-position.js'
import { RevocationFeedController } from './revocation-feed/revocation-feed.controller.js'
import { RevocationFeed } from './revocation-feed/revocation-feed.js'
import { Snapshots } from './revocation-feed/snapshots.js'
import { Standing } from './revocation-feed/standing.js'
import { SavedViews } from './saved-views/saved-views.js'
import { SavedViewsController } from './saved-views/saved-views.controller.js'
import { Authenticator } from './second-factors/authenticator.js'
import { ChangeSecondFactor } from './second-factors/change.js'
import { CheckSecondFactor } from './second-factors/check.js'
import { SecondFactorDeedsController } from './second-factors/second-factor-deeds.controller.js'
import { SecondFactorController } from './second-factors/second-factor.controller.js'
import { SetUpSecondFactor } from './second-factors/set-up.js'
import { SecondFactors } from './second-factors/stores.js'
import { CreateRevocation } from './session-revocations/create.js'
import { PreviewRevocation } from './session-revocations/preview.js'
import { RevocationSearches } from './session-revocations/searches.js'
import { SessionRevocationsController } from './session-revocations/session-revocations.controller.js'
import { SessionRevocations } from './session-revocations/session-revocations.js'
import { RevocationTargets } from './session-revocations/target.js'
import { RevocationWorker } from './session-revocations/worker.js'
import { AdminSessionsController } from './sessions/admin-sessions.controller.js'
import { AdmitLogin } from './sessions/admit-login.js'
import { SessionCallers } from './sessions/callers.js'
import { TokensHandedOut } from './sessions/handed-out.js'
import { LogIn } from './sessions/log-in.js'
import { LoginOrigins } from './sessions/login-origins.js'
import { LogOut } from './sessions/log-out.js'
import { OwnSessionsController } from './sessions/own-sessions.controller.js'
import { Refresh } from './sessions/refresh.js'
import { SessionViews } from './sessions/session-views.js'
import { SessionsController } from './sessions/sessions.controller.js'
import { Sessions } from './sessions/sessions.js'
import { StartSession } from './sessions/start.js'
import { JwksController } from './signing-keys/jwks.controller.js'
import { RotateSigningKey } from './signing-keys/rotate.js'
import { RotationJob } from './signing-keys/rotation-job.js'
import { SigningKeysController } from './signing-keys/signing-keys.controller.js'
import { SigningKeys } from './signing-keys/signing-keys.js'
import { StoredSigningKeys } from './signing-keys/stored-signing-keys.js'
import { WithdrawSigningKey } from './signing-keys/withdraw.js'
import { AccessTokens } from './tokens/access-token.js'
import { MintingKeys } from './tokens/minting-keys.js'
import { ownAccessTokens } from './tokens/own-access-tokens.js'
import { RefreshTokens } from './tokens/refresh-token.js'
import { Credentials } from './users/credentials.js'
import { CreateUser } from './users/create.js'
import { Users } from './users/stores.js'
import { ChangeUser } from './users/change.js'
import { MailUser } from './users/mail-user.js'
import { RemoveUser } from './users/remove.js'
import { UserDeedsController } from './users/user-deeds.controller.js'
import { UsersController } from './users/users.controller.js'

/** What has to be opened before the application can be put together. */
export interface Opened {
  readonly configuration: Configuration
  readonly database: Database
  readonly clock: DatabaseClock
  readonly signingKeys: SigningKeys
  readonly passwords: Passwords
  readonly log: Logger
  readonly extensions: Extensions
}

/** The wiring, all of it. */
@Module({})
export class AppModule {
  static async with({ configuration, database, clock, signingKeys, passwords, log, extensions }: Opened): Promise<DynamicModule> {
    const { issuer, policy, mintingKeys, masterSecret, rateLimits, dialects } = configuration
    const verify = ownAccessTokens(issuer, signingKeys)
    const counters = await Counters.open(configuration, log)
    const events = eventStore(database)
    const revocationFeed = revocationFeedStore(database)
    const [tallies, storedTallies] = [new Tallies(), tallyStore(database, policy)]
    const followedFeed = new FollowedFeed(revocationFeed, noticesOf(configuration, log), log)
    const metrics = new Metrics({
      pools: { main: database.pool, ...(database.rotations !== database.pool && { rotations: database.rotations }) },
      followers: () => followedFeed.followers,
      passwordsWaiting: () => passwords.waiting,
    })
    const mailSeal = new MailSeal(masterSecret)
    const receiverSeal = new ReceiverSeal(masterSecret)
    const securityEventTokens = new SecurityEventTokens(signingKeys, issuer)
    const storedSigningKeys = signingKeyStore(database)
    return {
      module: AppModule,
      controllers: [
        SessionsController,
        OwnSessionsController,
        AdminSessionsController,
        SessionRevocationsController,
        ...[MeController, SignUpController, PasswordController, EmailController],
        ...[SecondFactorController, SecondFactorDeedsController],
        SavedViewsController,
        ...[UsersController, UserDeedsController],
        ...[ClientsController, ClientDeedsController],
        CompaniesController,
        OwnApiKeysController,
        AdminApiKeysController,
        ...[ReceiversController, ReceiverDeedsController, DeliveryDeedsController, PollController],
        ...[EventsController, OverviewController, StreamController],
        ...[RevocationFeedController, FollowersController],
        ...[TokenController, RevocationController, IntrospectionController, MetadataController],
        ...[JwksController, SigningKeysController],
        ...[HealthController, MetricsController],
        DocsController,
        ...dialects.flatMap(controllersOf),
      ],
      providers: [
        { provide: Configuration, useValue: configuration },
        { provide: DatabaseHealth, useValue: database },
        { provide: DatabaseClock, useValue: clock },
        { provide: SigningKeys, useValue: signingKeys },
        { provide: StoredSigningKeys, useValue: storedSigningKeys },
        { provide: RotationJob, useValue: new RotationJob(storedSigningKeys, signingKeys, configuration.signingKeyAge, log) },
        { provide: Metrics, useValue: metrics },
        { provide: MetricsText, useValue: metricsText(metrics.registry) },
        CountAnswers,
        { provide: Passwords, useValue: passwords },
        { provide: OneTimeCodes, useValue: new OneTimeCodes(masterSecret) },
        { provide: MailSeal, useValue: mailSeal },
        {
          provide: Outbox,
          useValue: new Outbox({
            ...{ mails: mailStore(database), transport: transportOf(configuration, log), seal: mailSeal },
            ...{ consoleUrl: configuration.consoleUrl, sends: configuration.mail.sends, log },
          }),
        },
        {
          provide: RetentionJob,
          useValue: new RetentionJob(retentionStore(database, configuration.retention, policy.absoluteLifetime), log),
        },
        { provide: Sessions, useValue: sessionStore(database, policy, undefined, metrics.gathered) },
        { provide: SessionRevocations, useValue: sessionRevocationStore(database, policy) },
        {
          provide: RevocationWorker,
          useFactory: (revocations: SessionRevocations) => new RevocationWorker(revocations, log),
          inject: [SessionRevocations],
        },
        ...[RevocationTargets, RevocationSearches, PreviewRevocation, CreateRevocation],
        { provide: ImportedTokens, useValue: importedTokenStore(database, policy) },
        { provide: Users, useValue: userStore(database) },
        { provide: SecondFactors, useValue: secondFactorStore(database) },
        { provide: Authenticator, useValue: new Authenticator(masterSecret) },
        { provide: Accounts, useValue: accountStore(database) },
        { provide: Tallies, useValue: tallies },
        { provide: StoredTallies, useValue: storedTallies },
        { provide: TallyJob, useValue: new TallyJob(tallies, storedTallies, log) },
        { provide: Events, useValue: events },
        { provide: SinkWorker, useValue: new SinkWorker(extensions.eventSinks, eventSinkStore(database), log) },
        { provide: FollowedLog, useValue: new FollowedLog(events, log) },
        { provide: RevocationFeed, useValue: revocationFeed },
        { provide: FollowedFeed, useValue: followedFeed },
        { provide: Snapshots, useValue: new Snapshots(revocationFeed) },
        {
          provide: Standing,
          useFactory: (apiKeys: ApiKeys, callers: CallerDirectory) => new Standing(apiKeys, callers),
          inject: [ApiKeys, CallerDirectory],
        },
        ...[ReadRevocations, FollowRevocations, ReportPosition],
        { provide: Clients, useValue: clientStore(database) },
        { provide: Companies, useValue: companyStore(database) },
        { provide: SavedViews, useValue: savedViewStore(database) },
        { provide: ApiKeys, useValue: apiKeyStore(database) },
        { provide: Receivers, useValue: receiverStore(database) },
        { provide: ReceiverSeal, useValue: receiverSeal },
        { provide: SecurityEventTokens, useValue: securityEventTokens },
        { provide: ComposeDelivery, useValue: new ComposeDelivery(receiverSeal, securityEventTokens, clock.now) },
        {
          provide: ReceiverAddresses,
          useValue: new ReceiverAddresses(configuration.receiverNetworks, configuration.environment === 'production'),
        },
        {
          provide: DeliveryWorker,
          useFactory: (receivers: Receivers, compose: ComposeDelivery, addresses: ReceiverAddresses) =>
            new DeliveryWorker({ receivers, compose, addresses, log, settled: metrics.delivered }),
          inject: [Receivers, ComposeDelivery, ReceiverAddresses],
        },
        ...[CreateReceiver, ChangeReceiver, RotateReceiverSecret, TestReceiver, PollReceiver],
        { provide: LastUsed, useFactory: (apiKeys: ApiKeys) => new LastUsed(apiKeys), inject: [ApiKeys] },
        { provide: AccessTokens, useValue: new AccessTokens(signingKeys, issuer) },
        { provide: CustomClaims, useValue: new CustomClaims(extensions.claims) },
        { provide: RefreshTokens, useValue: new RefreshTokens(new MintingKeys(mintingKeys, masterSecret)) },
        { provide: Dpop, useValue: new Dpop(issuer, new Nonces(masterSecret), clock.now, usedProofStore(database)) },
        { provide: Counters, useValue: counters },
        { provide: Places, useValue: Places.open() },
        { provide: KnownDevices, useValue: knownDeviceStore(database) },
        { provide: DeviceSeal, useValue: new DeviceSeal(masterSecret) },
        {
          provide: LoginLimits,
          useFactory: (devices: RecogniseDevice) =>
            new LoginLimits(rateLimits, counters.counterOf, (email, device) => devices.recognise(email, device)),
          inject: [RecogniseDevice],
        },
        { provide: Limits, useValue: rateLimits ? new CountedLimits(counters.counterOf) : new NoLimits() },
        { provide: CallerDirectory, useClass: SessionCallers },
        { provide: ApiKeyDirectory, useClass: ApiKeyCallers },
        { provide: accessTokenVerification, useValue: verify },
        ...[SignUp, VerifyEmail, ResendVerification, ForgotPassword, ResetPassword, ChangePassword, OwnPassword, ChangeEmail],
        ...[CheckSecondFactor, SetUpSecondFactor, ChangeSecondFactor],
        ...[CreateClient, ChangeClient, PreviewClient, RotateClientSecret, ClientViews, AuthenticateClient],
        ...[Credentials, TokensHandedOut, RecogniseDevice, StartSession, SessionViews, AdmitLogin, LogIn],
        LoginOrigins,
        ...[ShownRefreshTokens, Refresh, LogOut],
        ...[Follow, NeedsAttention],
        ...[CreateUser, ChangeUser, RemoveUser, MailUser, CreateApiKey],
        ...[RotateSigningKey, WithdrawSigningKey],
        ...[DialectRefresh, DialectLogIn, DialectSignUp, DialectPasswords],
        ...[RefreshForClient, GrantClientCredentials, RevokeToken, AuthenticateAsker, IntrospectToken, ShownAccessTokens],
      ],
    }
  }
}

/** By SMTP where there is a server for it, else as files. */
function transportOf({ environment, mail }: Configuration, log: Logger) {
  if (mail.smtpUrl !== null) return smtpTransport(mail.smtpUrl, mail.from, environment === 'production')
  return fileTransport(mail.outbox, mail.from, (file) => log.info({ file }, 'mail written'))
}

/** The channel that the log itself gives notice on, by a trigger, when it is told of a revocation. */
function noticesOf({ databaseUrl, databaseDirectUrl }: Configuration, log: Logger): OpenNotices {
  const onTrouble = (err: unknown) => log.warn({ err }, 'no notice of revocations: they are looked for four times a second')
  return (told) => new Notices({ url: databaseDirectUrl ?? databaseUrl, channel: 'tessera_revocations', told, onTrouble })
}
