/** The chart of accounts, as the wire names it. */
export const kinds = [
  'buyer-instrument', 'provider', 'merchant-receivable', 'carrier-receivable', 'advance', 'buyer-value', 'order-paid', 'merchant-settlement', 'merchant-deposit', 'platform', 'fund', 'fees', 'write-off', 'suspense',
];
