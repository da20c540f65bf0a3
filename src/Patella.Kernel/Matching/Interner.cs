namespace Patella.Kernel.Matching;

/// <summary>Strings to small integers, so that sets of them are bit sets. Never forgets, hence the bound.</summary>
internal sealed class Interner(int bound, string what)
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    internal int Count => _names.Count;

    internal string Name(int id) => _names[id];

    internal int Intern(string name)
    {
        if (_ids.TryGetValue(name, out var id)) return id;
        if (_names.Count >= bound) throw new InvalidOperationException($"A pool knows at most {bound} {what}.");
        _names.Add(name);
        _ids.Add(name, _names.Count - 1);
        return _names.Count - 1;
    }
}

/// <summary>A growing set of small integers.</summary>
internal sealed class BitSet
{
    private ulong[] _words = [];

    internal bool Contains(int bit)
    {
        var word = bit >> 6;
        return word < _words.Length && (_words[word] >> (bit & 63) & 1) != 0;
    }

    internal void Add(int bit)
    {
        var word = bit >> 6;
        if (word >= _words.Length) Array.Resize(ref _words, word + 1);
        _words[word] |= 1UL << (bit & 63);
    }

    internal bool ContainsAll(ReadOnlySpan<int> bits)
    {
        foreach (var bit in bits)
            if (!Contains(bit)) return false;
        return true;
    }

    internal bool SameAs(BitSet other)
    {
        var (longer, shorter) = _words.Length >= other._words.Length ? (_words, other._words) : (other._words, _words);
        return longer.AsSpan(0, shorter.Length).SequenceEqual(shorter) && !longer.AsSpan(shorter.Length).ContainsAnyExcept(0UL);
    }
}
