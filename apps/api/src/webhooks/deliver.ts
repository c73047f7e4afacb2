import type { DueDelivery } from '@millrace/database';
import { createHmac } from 'node:crypto';
import type { Services } from '../services';
import { postJson } from './post-json';
import { assertPublic } from './public-address';

const timeoutMs = 10_000;
const batch = 20;
const tries = 8;

/** 5 s, 10 s, 20 s … 10 min. */
const retryMs = (attempt: number): number | null => (attempt >= tries ? null : Math.min(600_000, 5000 * 2 ** (attempt - 1)));

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`: a receiver recomputes it and refuses what is old. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

const send = async ({ webhooks, config }: Services, { id, url, secret, event, body, attempt }: DueDelivery): Promise<void> => {
  try {
    await assertPublic(url, config.WEBHOOK_ALLOW_PRIVATE);
    const headers = {
      'millrace-event': event,
      'millrace-delivery': id,
      'millrace-signature': signatureOf(secret, Math.floor(Date.now() / 1000), body),
    };
    const status = await postJson({ url, headers, body, timeoutMs, allowPrivate: config.WEBHOOK_ALLOW_PRIVATE });
    if (status >= 200 && status < 300) await webhooks.recordDelivered(id, status);
    else await webhooks.recordFailed(id, status, `answered ${status}`, retryMs(attempt));
  } catch (error) {
    await webhooks.recordFailed(id, null, error instanceof Error ? error.message : 'unknown error', retryMs(attempt));
  }
};

/** Sends what is due. Safe in any number of processes: each delivery is taken by one. */
export const deliverDue = async (services: Services): Promise<void> => {
  for (;;) {
    const due = await services.webhooks.takeDue(batch);
    await Promise.all(due.map((delivery) => send(services, delivery)));
    if (due.length < batch) return;
  }
};
