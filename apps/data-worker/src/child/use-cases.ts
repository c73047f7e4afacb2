import { cleanseDataset } from './cleanse-dataset';
import { compareDatasets } from './compare-datasets';
import type { DataJobKind } from './protocol';
import { matchDataset } from './match-dataset';
import { mergeMatched } from './merge-matched';
import { previewDataset } from './preview-dataset';
import { profileDataset } from './profile-dataset';
import { suggestDatasetRecipe } from './suggest-dataset-recipe';
import { undoCleansing } from './undo-cleansing';
import type { UseCase } from './use-case';

/** Every kind of data job: one line a kind. A missing one does not compile. */
export const useCases: { readonly [K in DataJobKind]: UseCase<K> } = {
  'dataset.profile': profileDataset,
  'dataset.suggest': suggestDatasetRecipe,
  'dataset.cleanse': cleanseDataset,
  'dataset.preview': previewDataset,
  'dataset.match': matchDataset,
  'dataset.merge': mergeMatched,
  'dataset.undo': undoCleansing,
  'dataset.compare': compareDatasets,
};
