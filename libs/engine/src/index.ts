export { cleanse } from './cleanse/cleanse';
export { ingest } from './ingest/ingest';
export { profile } from './profile/profile';
export { renderReport } from './report/render-report';
