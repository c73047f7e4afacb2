import type { Config } from '@millrace/platform';
import { BufferPool } from './buffer-pool';
import { FilesystemStore } from './filesystem/filesystem-store';
import type { ObjectStore } from './object-store';
import { S3Store } from './s3/s3-store';

/** S3 where a bucket is named, else a folder. */
export const createObjectStore = (config: Config): ObjectStore =>
  config.S3_BUCKET === undefined
    ? new FilesystemStore(config.STORAGE_DIR)
    : new S3Store(
        {
          bucket: config.S3_BUCKET,
          region: config.S3_REGION,
          endpoint: config.S3_ENDPOINT,
          accessKeyId: config.S3_ACCESS_KEY_ID,
          secretAccessKey: config.S3_SECRET_ACCESS_KEY,
          forcePathStyle: config.S3_FORCE_PATH_STYLE,
        },
        new BufferPool(config.UPLOAD_BUFFER_BYTES),
      );
