namespace Patella.Kernel.Codes;

/// <summary>Draws codewords into the square of a QR code.</summary>
internal sealed class QrMatrix
{
    private static readonly int[][] Alignments = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
    private readonly int _size;
    private readonly bool[,] _dark;
    private readonly bool[,] _fixed;

    private QrMatrix(int size) => (_size, _dark, _fixed) = (size, new bool[size, size], new bool[size, size]);

    public static bool[,] Draw(int version, byte[] codewords, int mask)
    {
        var matrix = new QrMatrix(17 + (4 * version));
        matrix.DrawPatterns(version);
        matrix.DrawFormat(mask);
        matrix.DrawVersion(version);
        matrix.DrawData(codewords, mask);
        return matrix._dark;
    }

    private static bool IsMasked(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => ((x / 3) + (y / 2)) % 2 == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
        7 => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
        _ => throw new ArgumentOutOfRangeException(nameof(mask)),
    };

    private void Set(int x, int y, bool dark)
    {
        _dark[y, x] = dark;
        _fixed[y, x] = true;
    }

    private void DrawPatterns(int version)
    {
        for (var index = 0; index < _size; index++)
        {
            Set(6, index, index % 2 == 0);
            Set(index, 6, index % 2 == 0);
        }

        DrawFinder(3, 3);
        DrawFinder(_size - 4, 3);
        DrawFinder(3, _size - 4);
        var places = Alignments[version - 1];
        foreach (var x in places)
        {
            foreach (var y in places.Where(y => !IsCorner(x, y)))
            {
                DrawSquare(x, y, 2, distance => distance != 1);
            }
        }
    }

    private bool IsCorner(int x, int y) => (x == 6 && y == 6) || (x == 6 && y == _size - 7) || (x == _size - 7 && y == 6);

    private void DrawFinder(int x, int y) => DrawSquare(x, y, 4, distance => distance is not (2 or 4));

    private void DrawSquare(int x, int y, int reach, Func<int, bool> dark)
    {
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                if (x + dx >= 0 && x + dx < _size && y + dy >= 0 && y + dy < _size)
                {
                    Set(x + dx, y + dy, dark(Math.Max(Math.Abs(dx), Math.Abs(dy))));
                }
            }
        }
    }

    // Error correction M is 00; BCH(15,5) with 0x537, then the fixed mask.
    private void DrawFormat(int mask)
    {
        var rest = mask;
        for (var bit = 0; bit < 10; bit++)
        {
            rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        }

        var bits = ((mask << 10) | rest) ^ 0x5412;
        bool Bit(int index) => ((bits >> index) & 1) != 0;
        for (var index = 0; index < 15; index++)
        {
            var column = index < 6 ? index : index < 8 ? index + 1 : 0;
            if (index < 8)
            {
                Set(8, column, Bit(index));
                Set(_size - 1 - index, 8, Bit(index));
            }
            else
            {
                Set(index == 8 ? 7 : 14 - index, 8, Bit(index));
                Set(8, _size - 15 + index, Bit(index));
            }
        }

        Set(8, _size - 8, true);
    }

    // From version 7 on: BCH(18,6) with 0x1F25, twice.
    private void DrawVersion(int version)
    {
        if (version < 7)
        {
            return;
        }

        var rest = version;
        for (var bit = 0; bit < 12; bit++)
        {
            rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        }

        var bits = (version << 12) | rest;
        for (var index = 0; index < 18; index++)
        {
            var dark = ((bits >> index) & 1) != 0;
            Set(_size - 11 + (index % 3), index / 3, dark);
            Set(index / 3, _size - 11 + (index % 3), dark);
        }
    }

    private void DrawData(byte[] codewords, int mask)
    {
        var next = 0;
        for (var right = _size - 1; right >= 1; right -= 2)
        {
            right = right == 6 ? 5 : right;
            for (var step = 0; step < _size; step++)
            {
                var y = ((right + 1) & 2) == 0 ? _size - 1 - step : step;
                foreach (var x in new[] { right, right - 1 }.Where(x => !_fixed[y, x]))
                {
                    var dark = next < codewords.Length * 8 && ((codewords[next / 8] >> (7 - (next % 8))) & 1) != 0;
                    _dark[y, x] = dark ^ IsMasked(mask, x, y);
                    next++;
                }
            }
        }
    }
}

/// <summary>How hard a code is to read: runs, blocks, finder-like patterns, imbalance.</summary>
internal static class QrPenalty
{
    public static int Of(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var total = 0;
        for (var line = 0; line < size; line++)
        {
            var fixedLine = line;
            total += Line(size, index => dark[fixedLine, index]) + Line(size, index => dark[index, fixedLine]);
        }

        var count = 0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                count += dark[y, x] ? 1 : 0;
                total += x > 0 && y > 0 && dark[y, x] == dark[y - 1, x] && dark[y, x] == dark[y, x - 1] && dark[y, x] == dark[y - 1, x - 1] ? 3 : 0;
            }
        }

        return total + (Math.Abs((count * 20) - (size * size * 10)) / (size * size) * 10);
    }

    private static int Line(int size, Func<int, bool> dark)
    {
        var (total, run, history) = (0, 1, 0);
        for (var index = 0; index < size; index++)
        {
            run = index > 0 && dark(index) == dark(index - 1) ? run + 1 : 1;
            total += run == 5 ? 3 : run > 5 ? 1 : 0;
            history = ((history << 1) | (dark(index) ? 1 : 0)) & 0x7FF;
            total += index >= 10 && history is 0b10111010000 or 0b00001011101 ? 40 : 0;
        }

        return total;
    }
}
