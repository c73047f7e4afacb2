import * as z from 'zod';
import { parseBytes } from './bytes';

const bytes = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const value = parseBytes(text);
      if (value !== null) return value;
      context.issues.push({ code: 'custom', message: 'must be a size such as 512MB or 4GB', input: text });
      return z.NEVER;
    });
const whole = (fallback: number, least = 0) => z.coerce.number().int().min(least).default(fallback);
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((text) => text === '1' || text === 'true');
const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text));

/** Every environment variable that Millrace reads, with its default. `.env.example` is held against this. */
export const environmentSchema = z.object({
  NODE_ENV: z.string().default('production'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8000),
  FRONTEND_URL: optionalText,
  SECRET_KEY: optionalText,
  ALGORITHM: z.literal('HS256').default('HS256'),
  TOKEN_SECONDS: whole(900, 1),
  BOOTSTRAP_API_KEY: optionalText,
  MILLRACE_EMBEDDED: flag,
  DATABASE_URL: z.string().min(1, 'is required, e.g. mysql://user:password@host:3306/millrace'),
  DATABASE_POOL: whole(10, 1),
  REDIS_URL: z.string().min(1, 'is required, e.g. redis://host:6379'),
  QUEUE_PREFIX: z.string().default('millrace'),
  STORAGE_DIR: z.string().default('.millrace/objects'),
  S3_BUCKET: optionalText,
  S3_ENDPOINT: optionalText,
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: optionalText,
  S3_SECRET_ACCESS_KEY: optionalText,
  S3_FORCE_PATH_STYLE: flag,
  UPLOAD_MAX_BYTES: bytes('64GB'),
  UPLOAD_BUFFER_BYTES: bytes('24MB'),
  UPLOAD_MIN_BYTES_PER_SECOND: whole(1024),
  UPLOAD_STALL_SECONDS: whole(60, 1),
  UPLOAD_SWEEP_HOURS: whole(24, 1),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalText,
  OPENAI_MODEL: z.string().default('gpt-5-mini'),
  AGENT_CONCURRENCY: whole(4, 1),
  WORKER_MEMORY_BUDGET: bytes('0'),
  WORKER_LARGEST_BUDGET: bytes('0'),
  WORKER_CPU_SLOTS: whole(0),
  WORKER_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  WORKER_DRAIN_SECONDS: whole(30),
  SCRATCH_DIR: z.string().default('.millrace/scratch'),
  SPILL_MAX_BYTES: bytes('64GB'),
  ADMISSION_BASIS: z.enum(['estimate', 'file']).default('estimate'),
  ADMISSION_FACTOR: z.coerce.number().positive().default(5),
  ADMISSION_ESTIMATE_SCALE: z.coerce.number().positive().default(1),
  JOB_TIMEOUT_SECONDS: whole(3600, 1),
  JOB_MAX_ATTEMPTS: whole(3, 1),
  JOB_MAX_STARTS: whole(20, 1),
  LEASE_SECONDS: whole(30, 1),
  SWEEP_SECONDS: whole(5, 1),
  WEBHOOK_ALLOW_PRIVATE: flag,
});
export type Environment = z.output<typeof environmentSchema>;
