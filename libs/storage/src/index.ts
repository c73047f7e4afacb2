export { defaultPartBytes } from './buffer-pool';
export { createObjectStore } from './create-object-store';
export type { ByteRange, Fetched, ObjectStore, Stored } from './object-store';
