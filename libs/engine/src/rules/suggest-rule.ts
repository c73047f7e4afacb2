import type { Rule, SuggestedRule } from '@millrace/contracts';
import { wilsonLower } from './wilson';

/** Fewer cells say nothing about the next table. */
const leastSupport = 20;
/** A rule that more than this share breaks is none. */
const mostViolations = 0.05;

/** A rule with how far it may be trusted, or nothing where too little speaks for it. @param support cells or rows that it was looked at on */
export const suggest = (rule: Rule, support: number, violations: number): SuggestedRule[] => {
  if (support < leastSupport || violations > support * mostViolations) return [];
  return [{ rule, support, violations, confidence: Math.floor(wilsonLower(support - violations, support) * 1e6) / 1e6 }];
};
