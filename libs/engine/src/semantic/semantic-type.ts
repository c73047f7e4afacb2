/** How much a person is harmed, or how surely found, when cells of a type come out. `none`: no personal data. */
export type PersonalRisk = 'none' | 'low' | 'medium' | 'high';

/** One semantic type, as data. Grammars hold for trimmed cells and are linear-time: the dialect that Rust's regex and `RegExp` with `u` share. */
export interface SemanticType {
  /** What confirms it: with `checksum` and `list`, `confirm` decides; with `grammar`, the grammar, refined by `confirm` where there is one. */
  readonly by: 'checksum' | 'list' | 'grammar';
  /** A form that stands on its own. */
  readonly grammar?: string;
  /** A wider form that says too little alone, and counts only where the column's name supports the type. */
  readonly namedGrammar?: string;
  readonly confirm?: (value: string) => boolean;
  /** Share of unrelated values of the same form that `confirm` passes by chance; left out where the form itself is evidence. */
  readonly chance?: number;
  /** Least share of the cells that are not absent. */
  readonly minShare: number;
  /** Words of a column's name that support it, each a space-separated run of whole words. */
  readonly names: readonly string[];
  /** Words that speak against it. */
  readonly otherNames?: readonly string[];
  readonly risk: PersonalRisk;
}
