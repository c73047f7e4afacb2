export { cleanse } from './cleanse/cleanse';
export { defaultRecipe } from './cleanse/default-recipe';
export { ingest } from './ingest/ingest';
export { profile } from './profile/profile';
export { renderReport } from './report/render-report';
