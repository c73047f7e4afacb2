import { stepOfIssue } from './recipe-issues';

const recipe = { steps: [{ step: 'trimWhitespace' }, { step: 'replaceText', columns: [] }, 7] };

it('says which step an issue is about, and where in it', () => {
  const place = { step: 1, field: 'where.0.to' };
  expect(stepOfIssue(['recipe', 'steps', 1, 'where', 0, 'to'], { recipe })).toEqual({ said: 'steps[1] (replaceText) where.0.to', place });
  expect(stepOfIssue(['steps', 1], recipe)).toEqual({ said: 'steps[1] (replaceText)', place: { step: 1 } });
  expect(stepOfIssue(['steps', 2], recipe)).toEqual({ said: 'steps[2]', place: { step: 2 } });
  expect(stepOfIssue(['recipe', 'limits', 'keys'], { recipe })).toBeNull();
});
