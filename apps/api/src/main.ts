import 'reflect-metadata';
import { scopes } from '@millrace/contracts';
import { TenantStore, OutboxStore } from '@millrace/database';
import { relayOnce } from '@millrace/jobs';
import { loadConfig, onShutdown, startLoop, type Loop } from '@millrace/platform';
import { createApp } from './create-app';
import { createServices } from './create-services';
import { UploadMaintenance } from './datasets/upload-maintenance';
import { registerJobMetrics } from './operations/job-metrics';
import { deliverDue } from './webhooks/deliver';

const main = async () => {
  const config = loadConfig(true);
  let relay: Loop | null = null;
  const services = await createServices(config, () => relay?.nudge());
  const { logger, publisher, storage, database, credentials } = services;
  await storage.check();
  const tenantId = await new TenantStore(database).ensureDefault();
  if (config.BOOTSTRAP_API_KEY !== undefined) await credentials.createKey(tenantId, 'bootstrap', scopes, config.BOOTSTRAP_API_KEY);
  registerJobMetrics(services);
  const app = await createApp(services);

  const warn = (what: string) => (error: unknown) => {
    logger.warn({ err: error }, `${what} failed`);
  };
  const outbox = new OutboxStore(database);
  relay = startLoop({
    everyMs: 500,
    run: () =>
      relayOnce({
        publishPending: (limit, choose, publish) => outbox.publishPending(limit, choose, publish),
        publish: (waiting) => publisher.publish(waiting),
      }),
    onError: warn('relay'),
  });
  const delivery = startLoop({ everyMs: 1000, run: () => deliverDue(services), onError: warn('webhooks') });
  const uploads = new UploadMaintenance(services);

  await app.listen(config.PORT, config.HOST);
  const server = app.getHttpServer();
  logger.info({ address: server.address() }, 'api is up');
  onShutdown(logger, 30_000, async () => {
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeIdleConnections();
      setTimeout(resolve, 20_000).unref();
    });
    await Promise.all([relay.stop(), delivery.stop(), uploads.stop(), services.runWatch.stop()]);
    await publisher.close();
    await database.close();
  });
};

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.name === 'ConfigError' ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  );
  process.exit(1);
});
