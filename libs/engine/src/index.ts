export { ingest } from './ingest/ingest';
export { profile } from './profile/profile';
