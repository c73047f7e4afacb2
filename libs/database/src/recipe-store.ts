import { Fault, recipeSchema, type Recipe, type SavedRecipe } from '@millrace/contracts';
import type { Database, Row } from './database';
import type { Page } from './page';
import { RowValues } from './row-values';

const toSaved = (raw: Row): SavedRecipe => {
  const row = new RowValues(raw);
  const [name, number] = [row.text('name'), row.number('number')];
  const read = recipeSchema.safeParse(row.json('body'));
  if (read.success) return { name, number, recipe: read.data, createdAt: row.instant('created_at') };
  const [issue] = read.error.issues;
  throw new Fault(
    'conflict',
    `Version ${number} of the recipe "${name}" was saved by an earlier version and is not taken any more: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Save it anew.`,
  );
};

const none = (name: string, number?: number): Fault =>
  new Fault('not-found', `There is no recipe "${name}"${number === undefined ? '' : ` of version ${number}`}.`);

/** The recipes that tenants have saved. One that is saved anew stays, by its number. */
export class RecipeStore {
  constructor(private readonly database: Database) {}

  /** Saves a recipe as the newest version of its name; one that is the newest already is answered as it is. */
  save(tenantId: string, name: string, recipe: Recipe): Promise<SavedRecipe> {
    return this.database.transaction(async (sql) => {
      // One after another: two at once would take the same number.
      await sql.rows('SELECT id FROM tenants WHERE id = ? FOR UPDATE', [tenantId]);
      const newest = 'SELECT * FROM recipes WHERE tenant_id = ? AND name = ? ORDER BY number DESC LIMIT 1';
      const [last] = await sql.rows(newest, [tenantId, name]);
      const body = JSON.stringify(recipe);
      if (last && JSON.stringify(new RowValues(last).json('body')) === body) return toSaved(last);
      await sql.run('INSERT INTO recipes (tenant_id, name, number, body, created_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))', [
        tenantId,
        name,
        Number(last?.['number'] ?? 0) + 1,
        body,
      ]);
      const [row] = await sql.rows(newest, [tenantId, name]);
      return toSaved(row ?? {});
    });
  }

  /** The newest versions, by name. @param after the name that the page before ended with */
  async list(
    tenantId: string,
    { limit, after = '' }: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Page<SavedRecipe>> {
    const rows = await this.database.rows(
      `SELECT r.* FROM recipes r JOIN (SELECT name, MAX(number) AS number FROM recipes WHERE tenant_id = ? AND name > ? GROUP BY name ORDER BY name LIMIT ?) newest
       ON newest.name = r.name AND newest.number = r.number WHERE r.tenant_id = ? ORDER BY r.name`,
      [tenantId, after, limit + 1, tenantId],
    );
    const items = rows.slice(0, limit).map(toSaved);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
  }

  /** @param number the newest where it is left out. @throws Fault `not-found` */
  async get(tenantId: string, name: string, number?: number): Promise<SavedRecipe> {
    const [row] = await this.database.rows(
      `SELECT * FROM recipes WHERE tenant_id = ? AND name = ? AND (? IS NULL OR number = ?) ORDER BY number DESC LIMIT 1`,
      [tenantId, name, number ?? null, number ?? null],
    );
    if (!row) throw none(name, number);
    return toSaved(row);
  }

  /** All versions of a name, the newest first. @throws Fault `not-found` */
  async versions(tenantId: string, name: string): Promise<SavedRecipe[]> {
    const rows = await this.database.rows('SELECT * FROM recipes WHERE tenant_id = ? AND name = ? ORDER BY number DESC LIMIT 1000', [
      tenantId,
      name,
    ]);
    if (rows.length === 0) throw none(name);
    return rows.map(toSaved);
  }

  /** Deletes all versions of a name. Runs that were made by them keep their steps. @throws Fault `not-found` */
  async delete(tenantId: string, name: string): Promise<void> {
    if ((await this.database.run('DELETE FROM recipes WHERE tenant_id = ? AND name = ?', [tenantId, name])) === 0) throw none(name);
  }
}
