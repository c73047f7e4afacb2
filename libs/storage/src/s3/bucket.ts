import type { S3Client } from '@aws-sdk/client-s3';
import type { Slots } from './slots';

/** A bucket and how to reach it. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  /** What bounds the bodies that are sent at once; reads do not wait for it, since a body may have to be read first. */
  readonly sending: Slots;
}
