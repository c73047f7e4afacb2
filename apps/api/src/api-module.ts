import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { PolicyGuard } from './auth/policy-guard';
import { SuggestedChangesController } from './changes/suggested-changes.controller';
import { ChangesController } from './changes/changes.controller';
import { ContractsController } from './contracts/contracts.controller';
import { DatasetsController } from './datasets/datasets.controller';
import { HistoryController } from './history/history.controller';
import { ProblemFilter } from './http/problem-filter';
import { QueryGuard } from './http/query-guard';
import { KeysController } from './keys/keys.controller';
import { OperationsController } from './operations/operations.controller';
import { PolicyController } from './privacy/policy.controller';
import { RecipesController } from './recipes/recipes.controller';
import { PairDecisionsController } from './records/pair-decisions.controller';
import { RecordsController } from './records/records.controller';
import { SavedRecipesController } from './saved-recipes/saved-recipes.controller';
import { ResultsController } from './runs/results.controller';
import { RunsController } from './runs/runs.controller';
import { SERVICES, type Services } from './services';
import { WebhooksController } from './webhooks/webhooks.controller';

/** The HTTP edge over services that are made outside of it. */
@Module({})
export class ApiModule {
  static over(services: Services): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        DatasetsController,
        ContractsController,
        HistoryController,
        PolicyController,
        RunsController,
        ResultsController,
        RecipesController,
        SavedRecipesController,
        RecordsController,
        PairDecisionsController,
        ChangesController,
        SuggestedChangesController,
        WebhooksController,
        KeysController,
        OperationsController,
      ],
      providers: [
        { provide: SERVICES, useValue: services },
        { provide: APP_GUARD, useValue: new PolicyGuard(services.credentials) },
        { provide: APP_GUARD, useValue: new QueryGuard() },
        { provide: APP_FILTER, useValue: new ProblemFilter(services.logger) },
      ],
    };
  }
}
