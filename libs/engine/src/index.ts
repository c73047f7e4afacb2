export { compareTables, type ComparedTable, type CompareTablesRequest } from './compare/compare-tables';
export { cleanse } from './cleanse/cleanse';
export { findUnusual } from './history/find-unusual';
export { ingest } from './ingest/ingest';
export { profile } from './profile/profile';
export { writeMetricsTable, writeMetricsWorkbook } from './output/write-metrics';
export { renderReport } from './report/render-report';
export { suggestRecipe } from './suggest/suggest-recipe';
export { undo } from './undo/undo';
