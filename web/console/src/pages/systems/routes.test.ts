import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, routesOf } from './routes.ts';

test('a line names reasons, stages and places', () => {
  assert.deepEqual(routesOf(['reason=coupon-fails,price-changed carrier=swift', '  ', 'stage=deliver']), [
    { reasons: ['coupon-fails', 'price-changed'], dimensions: { carrier: ['swift'] } }, { stages: ['deliver'] },
  ]);
});

test('what was typed is shown again', () => {
  const lines = ['reason=a,b stage=pay region=north,south', 'merchant=*'];
  assert.deepEqual(linesOf(routesOf(lines)), lines);
});
