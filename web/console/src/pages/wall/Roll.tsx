import { memo } from 'react';

const digits = '0\n1\n2\n3\n4\n5\n6\n7\n8\n9';

/** A figure whose digits roll to their new values. Readers hear the whole figure; signs between the digits stand still. */
export const Roll = memo(function Roll({ value }: { value: string }) {
  const characters = [...value];
  return (
    <span className="roll">
      <span className="visually-hidden">{value}</span>
      {/* Counted from the right, so that a digit keeps its place when one is added on the left. */}
      <span aria-hidden="true" className="roll-row">{characters.map((character, index) => {
        const key = characters.length - index;
        return character >= '0' && character <= '9'
          ? <span key={key} className="roll-digit"><span className="roll-strip" style={{ transform: `translateY(${-10 * Number(character)}%)` }}>{digits}</span></span>
          : <span key={`${key}${character}`}>{character}</span>;
      })}</span>
    </span>
  );
});
