namespace Patella.Kernel.Detection;

/// <summary>Cells by key: open addressing over one array, only cells that were ever hit. Places change when it grows, never within a minute's counting without notice.</summary>
internal sealed class CellTable(int maximal)
{
    private Cell[] _cells = new Cell[1 << 12];
    private int _mask = (1 << 12) - 1;
    private int[] _touched = new int[1 << 10];
    private int _touchedCount;

    public int Count { get; private set; }

    public Cell[] Cells => _cells;

    /// <summary>Places hit in the current minute, each once; those of everything first, in the order of their keys.</summary>
    public ReadOnlySpan<int> Order()
    {
        var touched = _touched.AsSpan(0, _touchedCount);
        var wholes = 0;
        for (var i = 0; i < touched.Length; i++)
        {
            if (CellKey.Slot(_cells[touched[i]].Key) == Lattice.Everything)
            {
                (touched[wholes], touched[i]) = (touched[i], touched[wholes]);
                wholes++;
            }
        }

        touched[..wholes].Sort((a, b) => _cells[a].Key.CompareTo(_cells[b].Key));
        return touched;
    }

    /// <summary>Begins a new minute.</summary>
    public void Clear() => _touchedCount = 0;

    public static ulong Mix(ulong key)
    {
        key *= 0x9E3779B97F4A7C15;
        return key ^ (key >> 29);
    }

    /// <summary>Reads the line where the key should be, so that several lines are under way at once.</summary>
    public ulong Warm(ulong key) => _cells[(int)Mix(key) & _mask].Key;

    /// <summary>Counts one voice. False when the table is full of busy cells.</summary>
    public bool Hit(ulong key)
    {
        var place = Find(key);
        if (_cells[place].Key == 0)
        {
            if (Count >= maximal)
            {
                return false;
            }

            if (Count >= _mask - (_mask >> 2))
            {
                Resize(_cells.Length * 2);
                place = Find(key);
            }

            _cells[place] = new Cell { Key = key, Last = -1 };
            Count++;
        }

        ref var cell = ref _cells[place];
        if (cell.Pending <= 0)
        {
            cell.Pending = 0;
            Touch(place);
        }

        cell.Pending = (short)Math.Min(cell.Pending + 1, short.MaxValue);

        return true;
    }

    /// <summary>Place of the key, or of the free place where it would stand.</summary>
    public int Find(ulong key)
    {
        var place = (int)Mix(key) & _mask;
        while (_cells[place].Key != key && _cells[place].Key != 0)
        {
            place = (place + 1) & _mask;
        }

        return place;
    }

    public bool TryFind(ulong key, out int place)
    {
        place = Find(key);
        return _cells[place].Key == key;
    }

    /// <summary>Keeps the cells that the test wants to keep.</summary>
    public void Sweep(Func<Cell, bool> keep)
    {
        var old = _cells;
        var length = old.Length;
        var kept = old.Count(cell => cell.Key != 0 && keep(cell));
        while (length > 1 << 12 && kept < length / 4)
        {
            length /= 2;
        }

        Place(old.Where(cell => cell.Key != 0 && keep(cell)), length);
    }

    public void Save(StateWriter state)
    {
        var all = _cells.Where(cell => cell.Key != 0).ToArray();
        Array.Sort(all, (a, b) => a.Key.CompareTo(b.Key));
        state.Write(_cells.Length);
        state.Array<Cell>(all);
    }

    public void Load(StateReader state)
    {
        var length = state.Int();
        Place(state.Array<Cell>(), length);
    }

    private void Resize(int length) => Place(_cells.Where(cell => cell.Key != 0), length);

    private void Place(IEnumerable<Cell> cells, int length)
    {
        var target = new Cell[length];
        var count = 0;
        _mask = length - 1;
        foreach (var cell in cells)
        {
            var place = (int)Mix(cell.Key) & _mask;
            while (target[place].Key != 0)
            {
                place = (place + 1) & _mask;
            }

            target[place] = cell;
            count++;
        }

        _cells = target;
        Count = count;
        _touchedCount = 0;
        for (var place = 0; place < length; place++)
        {
            if (target[place].Pending > 0)
            {
                Touch(place);
            }
        }
    }

    private void Touch(int place)
    {
        if (_touchedCount == _touched.Length)
        {
            Array.Resize(ref _touched, _touched.Length * 2);
        }

        _touched[_touchedCount++] = place;
    }
}
