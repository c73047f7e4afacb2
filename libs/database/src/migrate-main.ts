import { createLogger, loadConfig } from '@millrace/platform';
import { Database } from './database';

const main = async () => {
  const config = loadConfig();
  const logger = createLogger(config, 'migrate');
  const database = await Database.connect(config.DATABASE_URL, 2);
  await database.migrate();
  await database.close();
  logger.info('the schema is up to date');
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
